using System.Collections.Immutable;

namespace Headrace.Apis.Plans;

/// <param name="Value">What a client sends as <c>x-api-key</c>.</param>
public sealed record ApiKey(string Id, string Value, string Name)
{
    public string? CustomerId { get; init; }

    public string? Description { get; init; }

    public bool Enabled { get; init; }

    public required long CreatedDate { get; init; }

    public required long LastUpdatedDate { get; init; }

    public ImmutableList<string> StageKeys { get; init; } = [];

    public ImmutableSortedDictionary<string, string>? Tags { get; init; }

    /// <summary>The account and the region it is in.</summary>
    public required string Account { get; init; }

    public required string Region { get; init; }
}
