using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Headrace.Apis.Http;

/// <summary>An HTTP API (version 2): routes to integrations, served by stages.</summary>
public sealed record HttpApi
{
    public required string ApiId { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public string? Version { get; init; }

    public required DateTimeOffset CreatedDate { get; init; }

    public CorsConfiguration? CorsConfiguration { get; init; }

    public bool DisableExecuteApiEndpoint { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public required string Account { get; init; }

    public required string Region { get; init; }

    public ImmutableSortedDictionary<string, Route> Routes { get; init; } = ImmutableSortedDictionary<string, Route>.Empty;

    public ImmutableSortedDictionary<string, HttpIntegration> Integrations { get; init; } = ImmutableSortedDictionary<string, HttpIntegration>.Empty;

    public ImmutableSortedDictionary<string, HttpStage> Stages { get; init; } = ImmutableSortedDictionary<string, HttpStage>.Empty;

    public ImmutableList<HttpDeployment> Deployments { get; init; } = [];

    [JsonIgnore]
    public string Arn => $"arn:aws:apigateway:{Region}::/apis/{ApiId}";

    /// <summary>The draft as a deployment serves it.</summary>
    public HttpSnapshot Snapshot(string id) => new(id, Routes, Integrations);
}

/// <summary>What a deployment serves.</summary>
public sealed record HttpSnapshot(
    string Id, ImmutableSortedDictionary<string, Route> Routes, ImmutableSortedDictionary<string, HttpIntegration> Integrations);

public sealed record CorsConfiguration
{
    public bool? AllowCredentials { get; init; }

    public ImmutableList<string>? AllowHeaders { get; init; }

    public ImmutableList<string>? AllowMethods { get; init; }

    public ImmutableList<string>? AllowOrigins { get; init; }

    public ImmutableList<string>? ExposeHeaders { get; init; }

    public int? MaxAge { get; init; }
}

/// <param name="RouteKey"><c>POST /predict</c>, <c>ANY /{proxy+}</c> or <c>$default</c>.</param>
/// <param name="Target"><c>integrations/ID</c>.</param>
public sealed record Route(string RouteId, string RouteKey, string? Target)
{
    public bool ApiKeyRequired { get; init; }

    public string AuthorizationType { get; init; } = "NONE";

    public string? OperationName { get; init; }

    public bool? ApiGatewayManaged { get; init; }

    /// <summary>The key's path, or <c>$default</c>.</summary>
    [JsonIgnore]
    public string Resource => RouteKey[(RouteKey.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    [JsonIgnore]
    public string? IntegrationId => Target?.StartsWith("integrations/", StringComparison.Ordinal) == true ? Target["integrations/".Length..] : null;
}

/// <param name="IntegrationType"><c>AWS_PROXY</c> or <c>HTTP_PROXY</c>.</param>
public sealed record HttpIntegration(string IntegrationId, string IntegrationType)
{
    public string ConnectionType { get; init; } = "INTERNET";

    public string? CredentialsArn { get; init; }

    public string? Description { get; init; }

    public string? IntegrationMethod { get; init; }

    public string? IntegrationUri { get; init; }

    public string? PayloadFormatVersion { get; init; }

    public int TimeoutInMillis { get; init; } = 30_000;

    public bool? ApiGatewayManaged { get; init; }
}

public sealed record HttpStage(string StageName)
{
    public bool? ApiGatewayManaged { get; init; }

    public bool AutoDeploy { get; init; }

    public required DateTimeOffset CreatedDate { get; init; }

    public required DateTimeOffset LastUpdatedDate { get; init; }

    public string? DeploymentId { get; init; }

    public string? Description { get; init; }

    public string? LastDeploymentStatusMessage { get; init; }

    public HttpRouteSettings DefaultRouteSettings { get; init; } = new();

    public ImmutableSortedDictionary<string, HttpRouteSettings> RouteSettings { get; init; } = ImmutableSortedDictionary<string, HttpRouteSettings>.Empty;

    public ImmutableSortedDictionary<string, string> StageVariables { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>Throttling of a stage's routes.</summary>
public sealed record HttpRouteSettings
{
    public bool DetailedMetricsEnabled { get; init; }

    public int? ThrottlingBurstLimit { get; init; }

    public double? ThrottlingRateLimit { get; init; }
}

public sealed record HttpDeployment(string DeploymentId, DateTimeOffset CreatedDate, string? Description, bool AutoDeployed)
{
    public string DeploymentStatus { get; init; } = "DEPLOYED";
}
