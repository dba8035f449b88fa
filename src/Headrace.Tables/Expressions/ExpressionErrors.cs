namespace Headrace.Tables.Expressions;

/// <summary>What is wrong with an expression that can be read. Of several, AWS names the one that stands first here.</summary>
internal enum ExpressionFault
{
    RedundantParentheses,
    UnknownFunction,
    MisusedFunction,
    ReservedWord,
    RepeatedSection,
    Name,
    Value,
    PathOverlap,
    PathConflict,
    OperandCount,
    OperandRepeated,
    OperandType,
}

/// <summary>The first fault of each kind.</summary>
internal sealed class ExpressionErrors
{
    private readonly SortedDictionary<ExpressionFault, string> _faults = [];

    public string? First => _faults.Count == 0 ? null : _faults.First().Value;

    public void Add(ExpressionFault fault, string message) => _faults.TryAdd(fault, message);
}
