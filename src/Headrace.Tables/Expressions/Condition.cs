namespace Headrace.Tables.Expressions;

/// <summary>A condition on an item: of a write, a filter, or a key.</summary>
public abstract record Condition
{
    private Condition()
    {
    }

    public sealed record And(Condition Left, Condition Right) : Condition;

    public sealed record Or(Condition Left, Condition Right) : Condition;

    public sealed record Not(Condition Inner) : Condition;

    public sealed record Comparison(Comparator Operator, Operand Left, Operand Right) : Condition;

    public sealed record Between(Operand Value, Operand Low, Operand High) : Condition;

    public sealed record In(Operand Value, IReadOnlyList<Operand> Candidates) : Condition;

    public sealed record AttributeExists(DocumentPath Document) : Condition;

    public sealed record AttributeNotExists(DocumentPath Document) : Condition;

    public sealed record AttributeTypeIs(Operand Value, Operand Type) : Condition;

    public sealed record BeginsWith(Operand Value, Operand Prefix) : Condition;

    public sealed record Contains(Operand Value, Operand Part) : Condition;

    internal sealed record Faulty(string Function) : Condition;
}

public enum Comparator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
