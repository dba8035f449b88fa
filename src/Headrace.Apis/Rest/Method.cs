using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Headrace.Apis.Rest;

/// <summary>One method of a resource.</summary>
/// <param name="AuthorizationType"><c>NONE</c> or <c>AWS_IAM</c>.</param>
public sealed record Method(string HttpMethod, string AuthorizationType, bool ApiKeyRequired)
{
    public string? OperationName { get; init; }

    /// <summary><c>method.request.header.name</c> → whether it is required.</summary>
    public ImmutableSortedDictionary<string, bool>? RequestParameters { get; init; }

    public ImmutableSortedDictionary<string, string>? RequestModels { get; init; }

    public ImmutableSortedDictionary<string, MethodResponse>? MethodResponses { get; init; }

    public Integration? MethodIntegration { get; init; }

    [JsonIgnore]
    public Integration IntegrationOrRefuse => MethodIntegration ?? throw ApiErrors.NoIntegration();

    public MethodResponse ResponseOf(string statusCode) => MethodResponses?.GetValueOrDefault(statusCode) ?? throw ApiErrors.NoResponse();
}

/// <param name="ResponseParameters"><c>method.response.header.name</c> → whether it is required.</param>
public sealed record MethodResponse(
    string StatusCode, ImmutableSortedDictionary<string, bool>? ResponseParameters, ImmutableSortedDictionary<string, string>? ResponseModels);
