using Headrace.Tables.Schema;
using Headrace.Tables.Values;

namespace Headrace.Tables.Writing;

/// <summary>What a write did.</summary>
/// <param name="Old">The item before, when it was read for the caller, a condition or an index.</param>
/// <param name="New">The item afterwards, where the writer made it.</param>
/// <param name="Units">Write capacity units of the table.</param>
/// <param name="IndexUnits">Write capacity units of each index that changed.</param>
public sealed record WriteOutcome(
    Table Table,
    Dictionary<string, AttributeValue>? Old,
    Dictionary<string, AttributeValue>? New,
    int Units,
    IReadOnlyDictionary<string, int> IndexUnits)
{
    internal static readonly Dictionary<string, int> NoIndexes = [];

    /// <summary>One for each kilobyte begun.</summary>
    internal static int UnitsOf(int bytes) => Math.Max(1, (bytes + 1023) / 1024);
}
