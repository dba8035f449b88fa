using Headrace.Tables.Expressions;
using Headrace.Tables.Legacy;
using Headrace.Tables.Values;

namespace Headrace.Tables.Reading;

/// <summary>What Query and Scan have in common.</summary>
public sealed record ReadRequest
{
    public string? IndexName { get; init; }

    public bool IsConsistent { get; init; }

    public int? Limit { get; init; }

    public Dictionary<string, AttributeValue>? StartKey { get; init; }

    /// <summary>Names the attributes of its filter as errors do: <c>Filter Expression</c>, <c>QueryFilter</c>.</summary>
    public string FilterName { get; init; } = "Filter Expression";

    public Condition? Filter { get; init; }

    public Projection? Projection { get; init; }

    public Selection Selection { get; init; }

    /// <summary>Of a query: one condition on the hash key, perhaps one on the range key.</summary>
    public IReadOnlyList<LegacyCondition>? KeyConditions { get; init; }

    /// <summary>Of a query: falling instead of rising range keys.</summary>
    public bool IsBackward { get; init; }

    /// <summary>Of a scan.</summary>
    public int Segment { get; init; }

    public int Segments { get; init; } = 1;
}

public enum Selection
{
    /// <summary>Every attribute of a table, or every one that an index projects.</summary>
    Default,
    AllAttributes,
    Count,
}
