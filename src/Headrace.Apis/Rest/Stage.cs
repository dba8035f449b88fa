using System.Collections.Immutable;

namespace Headrace.Apis.Rest;

/// <summary>A name under which a deployment is served.</summary>
public sealed record Stage(string DeploymentId, string StageName)
{
    public string? Description { get; init; }

    public bool CacheClusterEnabled { get; init; }

    public string CacheClusterStatus { get; init; } = "NOT_AVAILABLE";

    public ImmutableSortedDictionary<string, MethodSetting> MethodSettings { get; init; } = ImmutableSortedDictionary<string, MethodSetting>.Empty;

    public ImmutableSortedDictionary<string, string>? Variables { get; init; }

    public bool TracingEnabled { get; init; }

    public ImmutableSortedDictionary<string, string>? Tags { get; init; }

    public required long CreatedDate { get; init; }

    public required long LastUpdatedDate { get; init; }
}

/// <summary>Throttling and metrics of a method of a stage; the key is <c>path/METHOD</c> or <c>*/*</c>.</summary>
public sealed record MethodSetting
{
    public bool MetricsEnabled { get; init; }

    public bool DataTraceEnabled { get; init; }

    public int ThrottlingBurstLimit { get; init; } = 5000;

    public double ThrottlingRateLimit { get; init; } = 10_000;

    public bool CachingEnabled { get; init; }

    public int CacheTtlInSeconds { get; init; } = 300;

    public bool CacheDataEncrypted { get; init; }

    public bool RequireAuthorizationForCacheControl { get; init; } = true;

    public string UnauthorizedCacheControlHeaderStrategy { get; init; } = "SUCCEED_WITH_RESPONSE_HEADER";
}
