using Headrace.Tables.Schema;
using Headrace.Tables.Values;

namespace Headrace.Tables.Reading;

/// <summary>One page of a query or scan.</summary>
/// <param name="Items">As they are served; empty when only their number was asked for.</param>
/// <param name="Scanned">How many were read before the filter.</param>
/// <param name="LastKey">Where the next page goes on; null after the last.</param>
/// <param name="TableBytes">Read from the table, for capacity.</param>
/// <param name="IndexBytes">Read from the index.</param>
public sealed record ReadPage(
    Table Table, IndexDefinition? Index, IReadOnlyList<byte[]> Items, int Count, int Scanned, Dictionary<string, AttributeValue>? LastKey, long TableBytes, long IndexBytes);
