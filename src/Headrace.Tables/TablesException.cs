using Headrace.Tables.Values;

namespace Headrace.Tables;

/// <summary>What DynamoDB answers with an error: its code and its words.</summary>
public sealed class TablesException(string code, string message) : Exception(message)
{
    /// <summary>Such as <c>ValidationException</c>.</summary>
    public string Code { get; } = code;

    /// <summary>The item that failed a condition, where the caller asked for it.</summary>
    public Dictionary<string, AttributeValue>? Item { get; init; }

    /// <summary>Why a transaction was cancelled, one reason for each of its actions.</summary>
    public IReadOnlyList<CancellationReason>? Reasons { get; init; }
}

/// <param name="Code"><c>None</c>, <c>ConditionalCheckFailed</c>, <c>ValidationError</c>, …</param>
public sealed record CancellationReason(string Code, string? Message, Dictionary<string, AttributeValue>? Item)
{
    public static readonly CancellationReason None = new("None", null, null);
}
