using System.Collections.Immutable;
using Headrace.Apis;
using Headrace.Apis.Rest;

namespace Headrace.Gateway.ApiGateway.Rest;

/// <summary>CreateRestApi, GetRestApi, GetRestApis, UpdateRestApi, DeleteRestApi.</summary>
internal static class RestApis
{
    private const int MaximumCompressionSize = 10_485_760;

    private static readonly string[] EndpointTypes = ["PRIVATE", "EDGE", "REGIONAL"];

    public static async Task CreateAsync(ApiCall call)
    {
        var body = call.Body;
        var endpoint = ReadEndpoint(body);
        var description = body.Text("description");
        if (description == "")
        {
            throw ApiErrors.BadRequest("Description cannot be an empty string");
        }

        RequireEndpoint(endpoint);
        var name = body.Text("name");
        if (string.IsNullOrWhiteSpace(name))
        {
            throw ApiErrors.BadRequest("Name is required");
        }

        if (body.Text("cloneFrom") is not null)
        {
            throw ApiErrors.NotImplemented("The parameter cloneFrom");
        }

        var root = ApiIds.Api();
        var types = body.List("binaryMediaTypes");
        var api = new RestApi
        {
            Id = ApiIds.Api(),
            Name = name,
            Description = description,
            Version = body.Text("version"),
            CreatedDate = call.NowSeconds,
            BinaryMediaTypes = types is { IsEmpty: true } ? null : types,
            MinimumCompressionSize = ReadCompression(body),
            ApiKeySource = RequireKeySource(body.Text("apiKeySource") ?? "HEADER"),
            EndpointConfiguration = endpoint,
            Policy = body.Text("policy") is { Length: > 0 } ? throw ApiErrors.NotImplemented("The parameter policy (resource policies)") : null,
            Tags = body.Map("tags") is { IsEmpty: false } tags ? tags : null,
            DisableExecuteApiEndpoint = RequireReachable(body.Flag("disableExecuteApiEndpoint") == true),
            RootResourceId = root,
            Account = call.Account,
            Region = call.Region,
            Draft = ImmutableDictionary<string, Resource>.Empty.Add(root, Resource.Root(root)),
        };
        body.Finish();
        await call.Apis.ChangeRestAsync(call.Account, call.Region, api.Id, _ => api, call.Aborted);
        await call.AnswerAsync(201, RestApiAnswer.Of(api), ApiGatewayJson.Default.RestApiAnswer);
    }

    public static Task GetAsync(ApiCall call) => call.AnswerAsync(200, RestApiAnswer.Of(call.Rest()), ApiGatewayJson.Default.RestApiAnswer);

    public static Task ListAsync(ApiCall call)
    {
        var (items, position) = call.Page(call.Apis.ListRest(call.Account, call.Region));
        return call.AnswerAsync(200, new ListAnswer<RestApiAnswer>([.. items.Select(static api => RestApiAnswer.Of(api))], position), ApiGatewayJson.Default.ListAnswerRestApiAnswer);
    }

    public static async Task DeleteAsync(ApiCall call)
    {
        await call.ChangeRestAsync(static _ => null);
        await call.AnswerAsync(202);
    }

    public static async Task UpdateAsync(ApiCall call)
    {
        var operations = PatchOperation.ReadAll(call, "updateRestApiInput");
        var updated = await call.ChangeRestAsync(api => operations.Aggregate(api, Apply));
        await call.AnswerAsync(200, RestApiAnswer.Of(updated!, isUpdate: true), ApiGatewayJson.Default.RestApiAnswer);
    }

    private static RestApi Apply(RestApi api, PatchOperation operation)
    {
        switch (operation.Segments)
        {
            case ["name"]:
                operation.RequireOp("replace");
                return string.IsNullOrEmpty(operation.Value) ? throw ApiErrors.BadRequest("Invalid value for name specified") : api with { Name = operation.Value };
            case ["description"]:
                return api with { Description = operation.Op == "remove" ? null : operation.Value };
            case ["version"]:
                return api with { Version = operation.Op == "remove" ? null : operation.Value };
            case ["apiKeySource"]:
                operation.RequireOp("replace");
                return api with { ApiKeySource = RequireKeySource(operation.Value ?? "") };
            case ["disableExecuteApiEndpoint"]:
                operation.RequireOp("replace");
                return api with { DisableExecuteApiEndpoint = RequireReachable(operation.Flag()) };
            case ["policy"]:
                throw ApiErrors.NotImplemented("The patch path /policy (resource policies)");
            case ["minimumCompressionSize"]:
                operation.RequireOp("replace");
                return api with { MinimumCompressionSize = string.IsNullOrEmpty(operation.Value) ? null : RequireCompression(int.TryParse(operation.Value, out var size) ? size : -1) };
            case ["binaryMediaTypes", var type]:
                return api with { BinaryMediaTypes = Patch(api.BinaryMediaTypes ?? [], type, operation) };
            case ["endpointConfiguration", "ipAddressType"]:
                operation.RequireOp("replace");
                return operation.Value is not ("ipv4" or "dualstack") ? throw ApiErrors.BadRequest("ipAddressType must be either ipv4 or dualstack.")
                    : operation.Value == "ipv4" && api.EndpointConfiguration.Types.Contains("PRIVATE") ? throw ApiErrors.BadRequest("Only dualstack ipAddressType is supported for Private APIs.")
                    : api with { EndpointConfiguration = api.EndpointConfiguration with { IpAddressType = operation.Value } };
            case ["endpointConfiguration", "types", var replaced]:
                if (operation.Op != "replace")
                {
                    // AWS's words, though it takes neither of the other two: an API has one type.
                    throw ApiErrors.BadRequest("Invalid patch operation specified. Must be 'add'|'remove'|'replace'");
                }

                return EndpointTypes.Contains(operation.Value) && (replaced == "0" || EndpointTypes.Contains(replaced))
                    ? api with { EndpointConfiguration = new EndpointConfiguration([operation.Value!], operation.Value == "PRIVATE" ? "dualstack" : api.EndpointConfiguration.IpAddressType) }
                    : throw ApiErrors.BadRequest("Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE");
            default:
                throw operation.WrongPath();
        }
    }

    private static ImmutableList<string>? Patch(ImmutableList<string> list, string item, PatchOperation operation)
    {
        var patched = operation.Op switch
        {
            "add" => list.Contains(item) ? list : list.Add(item),
            "remove" => list.Contains(item) ? list.Remove(item) : throw ApiErrors.NotFound("Invalid binaryMediaType specified"),
            "replace" => list.Contains(item) ? list.Remove(item).Add(operation.Value ?? "") : throw ApiErrors.NotFound("Invalid binaryMediaType specified"),
            _ => throw ApiErrors.BadRequest("Invalid patch operation specified. Must be 'add'|'remove'|'replace'"),
        };
        return patched.IsEmpty ? null : patched;
    }

    private static EndpointConfiguration ReadEndpoint(BodyReader body)
    {
        if (body.Object("endpointConfiguration") is not { } given)
        {
            return new EndpointConfiguration(["EDGE"], "ipv4");
        }

        var (types, ip, endpoints) = (given.List("types"), given.Text("ipAddressType"), given.List("vpcEndpointIds"));
        given.Finish();
        var failures = new List<string>();
        if (types?.All(EndpointTypes.Contains) == false)
        {
            failures.Add($"Value '[{string.Join(", ", types)}]' at 'createRestApiInput.endpointConfiguration.types' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [{string.Join(", ", EndpointTypes)}]]");
        }

        if (ip is not (null or "" or "ipv4" or "dualstack"))
        {
            failures.Add($"Value '{ip}' at 'createRestApiInput.endpointConfiguration.ipAddressType' failed to satisfy constraint: Member must satisfy enum value set: [ipv4, dualstack]");
        }

        if (failures.Count > 0)
        {
            throw ApiErrors.Validation(failures);
        }

        if (endpoints is { IsEmpty: false })
        {
            throw ApiErrors.NotImplemented("The parameter endpointConfiguration.vpcEndpointIds");
        }

        types ??= ["EDGE"];
        return new EndpointConfiguration(types, string.IsNullOrEmpty(ip) ? types.Contains("PRIVATE") ? "dualstack" : "ipv4" : ip);
    }

    private static void RequireEndpoint(EndpointConfiguration endpoint)
    {
        if (endpoint.Types.Count != 1)
        {
            throw ApiErrors.BadRequest(endpoint.Types.IsEmpty
                ? "REGIONAL Configuration and EDGE Configuration cannot be both DISABLED."
                : "Cannot create an api with multiple Endpoint Types.");
        }

        if (endpoint.Types[0] == "PRIVATE" && endpoint.IpAddressType == "ipv4")
        {
            throw ApiErrors.BadRequest("Only dualstack ipAddressType is supported for Private APIs.");
        }
    }

    private static int? ReadCompression(BodyReader body)
    {
        try
        {
            return body.Number("minimumCompressionSize") is { } size ? RequireCompression(size) : null;
        }
        catch (ApiException wrong) when (wrong.Code == "SerializationException")
        {
            throw ApiErrors.BadRequest($"Invalid minimum compression size, must be between 0 and {MaximumCompressionSize}");
        }
    }

    /// <summary>Recorded: answers are never compressed, which clients need not notice.</summary>
    private static int RequireCompression(int size) => size is >= 0 and <= MaximumCompressionSize
        ? size
        : throw ApiErrors.BadRequest($"Invalid minimum compression size, must be between 0 and {MaximumCompressionSize}");

    private static string RequireKeySource(string source) => source switch
    {
        "HEADER" => source,
        "AUTHORIZER" => throw ApiErrors.NotImplemented("ApiKeySource=AUTHORIZER"),
        _ => throw ApiErrors.BadRequest($"Invalid API key source specified: {source}"),
    };

    private static bool RequireReachable(bool isDisabled) => !isDisabled ? false
        : throw ApiErrors.NotImplemented("DisableExecuteApiEndpoint (there are no custom domains to reach the API by)");
}
