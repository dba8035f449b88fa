using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Headrace.Apis.Plans;
using Headrace.Apis.Rest;

namespace Headrace.Gateway.ApiGateway.Rest;

internal sealed record RestApiAnswer(
    string Id, string Name, string? Description, long CreatedDate, string? Version, ImmutableList<string>? BinaryMediaTypes, int? MinimumCompressionSize,
    string ApiKeySource, EndpointConfiguration EndpointConfiguration, string? Policy, ImmutableSortedDictionary<string, string>? Tags,
    bool DisableExecuteApiEndpoint, string RootResourceId)
{
    /// <param name="isUpdate">Updates answer empty tags where others leave them out.</param>
    public static RestApiAnswer Of(RestApi api, bool isUpdate = false) => new(
        api.Id, api.Name, api.Description, api.CreatedDate, api.Version, api.BinaryMediaTypes, api.MinimumCompressionSize, api.ApiKeySource, api.EndpointConfiguration,
        api.Policy, api.Tags ?? (isUpdate ? ImmutableSortedDictionary<string, string>.Empty : null), api.DisableExecuteApiEndpoint, api.RootResourceId);
}

/// <param name="ResourceMethods">Empty objects, unless the methods were asked for.</param>
internal sealed record ResourceAnswer(string Id, string? ParentId, string? PathPart, string Path, IReadOnlyDictionary<string, MethodAnswer>? ResourceMethods)
{
    public static ResourceAnswer Of(Resource resource, bool withMethods = false) => new(
        resource.Id, resource.ParentId, resource.PathPart, resource.Path,
        resource.Methods.IsEmpty ? null : resource.Methods.ToDictionary(static method => method.Key, method => withMethods ? MethodAnswer.Of(method.Value) : new MethodAnswer()));
}

internal sealed record MethodAnswer
{
    public string? HttpMethod { get; init; }

    public string? AuthorizationType { get; init; }

    public bool? ApiKeyRequired { get; init; }

    public string? OperationName { get; init; }

    public ImmutableSortedDictionary<string, bool>? RequestParameters { get; init; }

    public ImmutableSortedDictionary<string, string>? RequestModels { get; init; }

    public ImmutableSortedDictionary<string, MethodResponse>? MethodResponses { get; init; }

    public Integration? MethodIntegration { get; init; }

    public static MethodAnswer Of(Method method) => new()
    {
        HttpMethod = method.HttpMethod,
        AuthorizationType = method.AuthorizationType,
        ApiKeyRequired = method.ApiKeyRequired,
        OperationName = method.OperationName,
        RequestParameters = method.RequestParameters,
        RequestModels = method.RequestModels,
        MethodResponses = method.MethodResponses is { IsEmpty: false } responses ? responses : null,
        MethodIntegration = method.MethodIntegration,
    };
}

internal sealed record ListAnswer<T>(IReadOnlyList<T> Item, string? Position = null);

internal sealed record ApiKeyAnswer(
    string Id, string? Value, string? Name, string? CustomerId, string? Description, bool Enabled, long CreatedDate, long LastUpdatedDate, ImmutableList<string> StageKeys,
    ImmutableSortedDictionary<string, string>? Tags)
{
    public static ApiKeyAnswer Of(ApiKey key, bool withValue, bool withTags = false) => new(
        key.Id, withValue ? key.Value : null, key.Name.Length == 0 ? null : key.Name, key.CustomerId, key.Description, key.Enabled, key.CreatedDate, key.LastUpdatedDate, key.StageKeys,
        key.Tags ?? (withTags ? ImmutableSortedDictionary<string, string>.Empty : null));
}

internal sealed record UsagePlanAnswer(
    string Id, string Name, string? Description, IReadOnlyList<PlanStage> ApiStages, Throttle? Throttle, Quota? Quota, string? ProductCode,
    ImmutableSortedDictionary<string, string>? Tags)
{
    public static UsagePlanAnswer Of(UsagePlan plan, bool withTags = false) => new(
        plan.Id, plan.Name, plan.Description, plan.ApiStages, plan.Throttle, plan.Quota, plan.ProductCode, plan.Tags ?? (withTags ? ImmutableSortedDictionary<string, string>.Empty : null));
}

internal sealed record UsagePlanKeyAnswer(string Id, string Type, string Value, string Name);

/// <param name="Values">Key → days, each <c>[used, remaining]</c>.</param>
internal sealed record UsageAnswer(string UsagePlanId, string StartDate, string EndDate, IReadOnlyDictionary<string, long[][]> Values);

internal sealed record TagsAnswer(ImmutableSortedDictionary<string, string> Tags);

internal sealed record AccountAnswer(Throttle ThrottleSettings, IReadOnlyList<string> Features, string ApiKeyVersion);

internal sealed record TestInvokeAnswer(
    int Status, [property: JsonPropertyName("body")] string Body, IReadOnlyDictionary<string, string> Headers,
    IReadOnlyDictionary<string, IReadOnlyList<string>> MultiValueHeaders, string Log, long Latency);
