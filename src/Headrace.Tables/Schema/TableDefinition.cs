using Headrace.Tables.Values;

namespace Headrace.Tables.Schema;

/// <summary>What a table is, as it is written down: keys, indexes, settings.</summary>
public sealed record TableDefinition
{
    public required string Name { get; init; }

    /// <summary>A UUID: a table that is created again under its name is another one.</summary>
    public required string TableId { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long Created { get; init; }

    public required AttributeDefinition[] Attributes { get; init; }

    public required KeySchema Keys { get; init; }

    public required bool IsOnDemand { get; init; }

    /// <summary>When it last became on-demand, in Unix milliseconds.</summary>
    public long? OnDemandSince { get; init; }

    public Throughput Throughput { get; init; } = new(0, 0);

    public IndexDefinition[] Indexes { get; init; } = [];

    public TimeToLive? TimeToLive { get; init; }

    public bool DeletionProtection { get; init; }

    /// <summary><c>STANDARD_INFREQUENT_ACCESS</c>, or null.</summary>
    public string? TableClass { get; init; }

    public IndexDefinition? FindIndex(string name) => Array.Find(Indexes, index => index.Name == name);

    public AttributeType TypeOf(string attribute) => Array.Find(Attributes, definition => definition.Name == attribute)!.Type;
}

/// <param name="Type">S, N or B.</param>
public sealed record AttributeDefinition(string Name, AttributeType Type);

/// <param name="Range">Null when the hash key is the whole key.</param>
public sealed record KeySchema(string Hash, string? Range)
{
    public IEnumerable<string> Names => Range is null ? [Hash] : [Hash, Range];
}

/// <summary>Capacity units that a provisioned table or index was given: recorded, not enforced.</summary>
public sealed record Throughput(long Read, long Write)
{
    /// <summary>Unix milliseconds.</summary>
    public long? LastIncrease { get; init; }

    public long? LastDecrease { get; init; }

    public int DecreasesToday { get; init; }
}

/// <param name="Id">Of its entries.</param>
/// <param name="Projection">ALL, KEYS_ONLY or INCLUDE.</param>
public sealed record IndexDefinition(long Id, string Name, bool IsGlobal, KeySchema Keys, string Projection, string[] Included)
{
    public Throughput Throughput { get; init; } = new(0, 0);

    /// <summary>Entries of items that were there before it are still being made.</summary>
    public bool IsBackfilling { get; init; }
}

/// <param name="IndexId">The hidden index of items by expiry.</param>
public sealed record TimeToLive(string Attribute, long IndexId);
