using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Headrace.Apis.Rest;

/// <summary>What a method calls.</summary>
/// <param name="Type"><c>AWS_PROXY</c>, <c>AWS</c>, <c>MOCK</c>, <c>HTTP_PROXY</c> or <c>HTTP</c>.</param>
public sealed record Integration(string Type)
{
    public string? HttpMethod { get; init; }

    public string? Uri { get; init; }

    public string? ConnectionType { get; init; }

    /// <summary>The role to call with; recorded. With one, the function's own policy is not asked.</summary>
    public string? Credentials { get; init; }

    public ImmutableSortedDictionary<string, string>? RequestParameters { get; init; }

    public ImmutableSortedDictionary<string, string>? RequestTemplates { get; init; }

    public string PassthroughBehavior { get; init; } = "WHEN_NO_MATCH";

    public string? ContentHandling { get; init; }

    public int TimeoutInMillis { get; init; } = 29_000;

    public required string CacheNamespace { get; init; }

    public ImmutableList<string> CacheKeyParameters { get; init; } = [];

    public ImmutableSortedDictionary<string, IntegrationResponse>? IntegrationResponses { get; init; }

    public IntegrationResponse ResponseOf(string statusCode) => IntegrationResponses?.GetValueOrDefault(statusCode) ?? throw ApiErrors.NoResponse();
}

/// <summary>How an integration's answer becomes the method's.</summary>
public sealed record IntegrationResponse(string StatusCode)
{
    /// <summary>A regular expression over the backend's status, or a function's error message; empty for the default.</summary>
    public string? SelectionPattern { get; init; }

    public ImmutableSortedDictionary<string, string>? ResponseParameters { get; init; }

    /// <summary>By content type; an empty one, which AWS answers as null, passes the backend's body on.</summary>
    [JsonConverter(typeof(TemplatesConverter))]
    public ImmutableSortedDictionary<string, string>? ResponseTemplates { get; init; }

    public string? ContentHandling { get; init; }
}
