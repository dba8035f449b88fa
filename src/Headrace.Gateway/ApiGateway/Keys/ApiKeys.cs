using Headrace.Apis;
using Headrace.Apis.Plans;
using Headrace.Gateway.ApiGateway.Rest;
using Headrace.Ledger;

namespace Headrace.Gateway.ApiGateway.Keys;

/// <summary>CreateApiKey, GetApiKey, GetApiKeys, UpdateApiKey, DeleteApiKey.</summary>
internal static class ApiKeys
{
    public static async Task CreateAsync(ApiCall call)
    {
        var body = call.Body;
        var value = body.Text("value");
        if (value is { Length: > 0 and < 20 })
        {
            throw ApiErrors.BadRequest("API Key value should be at least 20 characters");
        }

        if (value is { Length: > 128 })
        {
            throw ApiErrors.BadRequest("API Key value exceeds maximum size of 128 characters");
        }

        var id = ApiIds.Api();
        var key = new ApiKey(id, string.IsNullOrEmpty(value) ? ApiIds.KeyValue() : value, body.Text("name") ?? "")
        {
            CustomerId = body.Text("customerId"),
            Description = body.Text("description"),
            Enabled = body.Flag("enabled") == true,
            CreatedDate = call.NowSeconds,
            LastUpdatedDate = call.NowSeconds,
            Tags = body.Map("tags") is { IsEmpty: false } tags ? tags : null,
            Account = call.Account,
            Region = call.Region,
        };
        if (body.Objects("stageKeys") is { Count: > 0 })
        {
            throw ApiErrors.NotImplemented("The parameter stageKeys (usage plans open stages)");
        }

        _ = body.Flag("generateDistinctId");
        body.Finish();
        Require(key);
        await call.Apis.Keys.ChangeAsync(
            new DocumentKey(call.Account, call.Region, id),
            _ => call.Apis.Keys.All.Any(known => known.Value.Value == key.Value) ? throw ApiErrors.Conflict("API Key already exists") : key, call.Aborted);
        await call.AnswerAsync(201, ApiKeyAnswer.Of(key, withValue: true), ApiGatewayJson.Default.ApiKeyAnswer);
    }

    public static Task GetAsync(ApiCall call) => call.AnswerAsync(
        200, ApiKeyAnswer.Of(Find(call, call.Path("api_Key")), call.Query("includeValue") == "true", withTags: true), ApiGatewayJson.Default.ApiKeyAnswer);

    public static Task ListAsync(ApiCall call)
    {
        var (name, customer, withValues) = (call.Query("name"), call.Query("customerId"), call.Query("includeValues") == "true");
        var (items, position) = call.Page<ApiKey>([.. call.Apis.Keys.List(call.Account, call.Region)
            .Where(key => (name is null || key.Name.StartsWith(name, StringComparison.Ordinal)) && (customer is null || key.CustomerId == customer))]);
        return call.AnswerAsync(200, new ListAnswer<ApiKeyAnswer>([.. items.Select(key => ApiKeyAnswer.Of(key, withValues))], position), ApiGatewayJson.Default.ListAnswerApiKeyAnswer);
    }

    public static async Task UpdateAsync(ApiCall call)
    {
        var operations = PatchOperation.ReadAll(call, "updateApiKeyInput");
        var id = call.Path("api_Key");
        var key = await call.Apis.Keys.ChangeAsync(
            new DocumentKey(call.Account, call.Region, id),
            before =>
            {
                var after = operations.Aggregate(before ?? throw Unknown(), Apply) with { LastUpdatedDate = call.NowSeconds };
                Require(after);
                return after;
            },
            call.Aborted);
        await call.AnswerAsync(200, ApiKeyAnswer.Of(key!, withValue: false, withTags: true), ApiGatewayJson.Default.ApiKeyAnswer);
    }

    public static async Task DeleteAsync(ApiCall call)
    {
        var id = Find(call, call.Path("api_Key")).Id;
        await call.Apis.Keys.ChangeAsync(new DocumentKey(call.Account, call.Region, id), static _ => null, call.Aborted);
        foreach (var plan in call.Apis.Plans.List(call.Account, call.Region).Where(plan => plan.KeyIds.Contains(id)))
        {
            await call.Apis.Plans.ChangeAsync(
                new DocumentKey(call.Account, call.Region, plan.Id), current => current is null ? null : current with { KeyIds = current.KeyIds.Remove(id) }, CancellationToken.None);
        }

        await call.AnswerAsync(202);
    }

    public static ApiKey Find(ApiCall call, string id) => call.Apis.Keys.Find(new DocumentKey(call.Account, call.Region, id)) ?? throw Unknown();

    private static ApiException Unknown() => ApiErrors.NotFound("Invalid API Key identifier specified");

    private static ApiKey Apply(ApiKey key, PatchOperation operation) => operation switch
    {
        { Op: "replace", Path: "/name" } => key with { Name = operation.Value ?? "" },
        { Op: "replace", Path: "/description" } => key with { Description = operation.Value },
        { Op: "replace", Path: "/enabled" } => key with { Enabled = string.Equals(operation.Value, "true", StringComparison.OrdinalIgnoreCase) },
        { Op: "replace", Path: "/customerId" } => key with { CustomerId = operation.Value },
        _ => throw ApiErrors.BadRequest($"Invalid patch path  '{operation.Path}' specified for op '{operation.Op}'. Must be one of: [/description, /enabled, /name, /customerId]"),
    };

    private static void Require(ApiKey key)
    {
        if (key.Name.Length > 1024)
        {
            throw ApiErrors.BadRequest("Invalid API Key name, can be at most 1024 characters.");
        }

        if (key.Description?.Length > 125)
        {
            throw ApiErrors.BadRequest("Invalid API Key description specified.");
        }
    }
}
