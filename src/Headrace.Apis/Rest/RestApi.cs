using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Headrace.Apis.Rest;

/// <summary>A REST API: its description, its draft (resources and methods), and what was deployed of it.</summary>
/// <remarks>Members that AWS answers stand here under AWS's names; <see cref="Draft"/> and what follows is ours to store.</remarks>
public sealed record RestApi
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public required long CreatedDate { get; init; }

    public string? Version { get; init; }

    public ImmutableList<string>? BinaryMediaTypes { get; init; }

    public int? MinimumCompressionSize { get; init; }

    public string ApiKeySource { get; init; } = "HEADER";

    public required EndpointConfiguration EndpointConfiguration { get; init; }

    public string? Policy { get; init; }

    public ImmutableSortedDictionary<string, string>? Tags { get; init; }

    public bool DisableExecuteApiEndpoint { get; init; }

    public required string RootResourceId { get; init; }

    /// <summary>The account and the region it is in.</summary>
    public required string Account { get; init; }

    public required string Region { get; init; }

    /// <summary>What is being edited; nobody is served it but TestInvokeMethod.</summary>
    public required ImmutableDictionary<string, Resource> Draft { get; init; }

    public ImmutableDictionary<string, Deployment> Deployments { get; init; } = ImmutableDictionary<string, Deployment>.Empty;

    public ImmutableSortedDictionary<string, Stage> Stages { get; init; } = ImmutableSortedDictionary<string, Stage>.Empty;

    [JsonIgnore]
    public string Arn => $"arn:aws:apigateway:{Region}::/restapis/{Id}";

    public Resource ResourceOf(string id) => Draft.GetValueOrDefault(id) ?? throw ApiErrors.NoResource();

    public RestApi With(Resource resource) => this with { Draft = Draft.SetItem(resource.Id, resource) };
}

/// <param name="Types"><c>EDGE</c>, <c>REGIONAL</c> or <c>PRIVATE</c>: recorded; every API is reached the same way.</param>
public sealed record EndpointConfiguration(ImmutableList<string> Types, string IpAddressType, ImmutableList<string>? VpcEndpointIds = null);

public sealed record Deployment(string Id, string? Description, long CreatedDate);

/// <summary>What a deployment serves: the draft as it was.</summary>
public sealed record RestSnapshot(string Id, ImmutableDictionary<string, Resource> Resources);
