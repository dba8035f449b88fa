using Headrace.Tables.Values;

namespace Headrace.Tables.Expressions;

/// <summary>What stands for a value in an expression.</summary>
public abstract record Operand
{
    private Operand()
    {
    }

    public sealed record Path(DocumentPath Document) : Operand;

    public sealed record Literal(AttributeValue Value) : Operand;

    /// <summary><c>size(path)</c></summary>
    public sealed record Size(Operand Of) : Operand;

    /// <summary><c>if_not_exists(path, value)</c>, in updates.</summary>
    public sealed record IfNotExists(DocumentPath Document, Operand Otherwise) : Operand;

    /// <summary><c>list_append(list, list)</c>, in updates.</summary>
    public sealed record ListAppend(Operand First, Operand Second) : Operand;

    /// <summary><c>a + b</c>, <c>a - b</c>, in updates.</summary>
    public sealed record Sum(Operand Left, Operand Right, bool IsDifference) : Operand;

    /// <summary>A name or value that is not defined, or a function that is misused: the expression is refused once it has been read.</summary>
    internal sealed record Faulty : Operand;
}
