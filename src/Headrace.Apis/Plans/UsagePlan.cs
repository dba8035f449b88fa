using System.Collections.Immutable;

namespace Headrace.Apis.Plans;

/// <summary>Which stages the keys of a plan open, how fast and how often.</summary>
public sealed record UsagePlan(string Id, string Name)
{
    public string? Description { get; init; }

    public ImmutableList<PlanStage> ApiStages { get; init; } = [];

    public Throttle? Throttle { get; init; }

    public Quota? Quota { get; init; }

    public string? ProductCode { get; init; }

    public ImmutableSortedDictionary<string, string>? Tags { get; init; }

    public required string Account { get; init; }

    public required string Region { get; init; }

    /// <summary>The ids of its API keys.</summary>
    public ImmutableSortedSet<string> KeyIds { get; init; } = [];
}

/// <param name="Throttle"><c>/path/METHOD</c> → a throttle of its own.</param>
public sealed record PlanStage(string ApiId, string Stage, ImmutableSortedDictionary<string, Throttle>? Throttle = null);

/// <param name="RateLimit">Requests per second, steady.</param>
/// <param name="BurstLimit">How many may come at once.</param>
public sealed record Throttle(int BurstLimit, double RateLimit);

/// <param name="Period"><c>DAY</c>, <c>WEEK</c> or <c>MONTH</c>.</param>
/// <param name="Offset">How many requests the first period is shorter by.</param>
public sealed record Quota(int Limit, int Offset, string Period);
