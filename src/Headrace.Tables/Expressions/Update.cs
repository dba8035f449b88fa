namespace Headrace.Tables.Expressions;

/// <summary>What an update does to an item, in the order of its text.</summary>
public sealed record Update(IReadOnlyList<UpdateAction> Actions)
{
    /// <summary>The paths that it touches.</summary>
    public IEnumerable<DocumentPath> Paths => Actions.Select(static action => action.Target);
}

public abstract record UpdateAction(DocumentPath Target)
{
    public sealed record Set(DocumentPath Target, Operand Value) : UpdateAction(Target);

    public sealed record Remove(DocumentPath Target) : UpdateAction(Target);

    public sealed record Add(DocumentPath Target, Values.AttributeValue Value) : UpdateAction(Target);

    public sealed record Delete(DocumentPath Target, Values.AttributeValue Value) : UpdateAction(Target);
}
