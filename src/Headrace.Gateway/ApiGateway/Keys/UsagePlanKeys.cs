using System.Globalization;
using Headrace.Apis;
using Headrace.Gateway.ApiGateway.Rest;

namespace Headrace.Gateway.ApiGateway.Keys;

/// <summary>CreateUsagePlanKey, GetUsagePlanKey, GetUsagePlanKeys, DeleteUsagePlanKey, GetUsage.</summary>
internal static class UsagePlanKeys
{
    public static async Task CreateAsync(ApiCall call)
    {
        var (id, type) = (call.Body.Text("keyId") ?? "", call.Body.Text("keyType"));
        call.Body.Finish();
        if (type != "API_KEY")
        {
            throw ApiErrors.BadRequest("Invalid Usage Plan Key type specified. Valid option is API_KEY");
        }

        UsagePlans.Find(call);
        ApiKeys.Find(call, id);
        await UsagePlans.ChangeAsync(call, plan => plan.KeyIds.Contains(id)
            ? throw ApiErrors.Conflict($"Usage Plan Key already exists for the Usage Plan {plan.Id}")
            : plan with { KeyIds = plan.KeyIds.Add(id) });
        await call.AnswerAsync(201, Of(call, id), ApiGatewayJson.Default.UsagePlanKeyAnswer);
    }

    public static Task GetAsync(ApiCall call) => call.AnswerAsync(200, Of(call, Find(call)), ApiGatewayJson.Default.UsagePlanKeyAnswer);

    /// <summary>Of a plan that is not there the list is empty, as in AWS.</summary>
    public static Task ListAsync(ApiCall call)
    {
        var name = call.Query("name");
        var (items, position) = call.Page<string>([.. UsagePlans.TryFind(call)?.KeyIds.Where(
            id => name is null || ApiKeys.Find(call, id).Name.StartsWith(name, StringComparison.Ordinal)) ?? []]);
        return call.AnswerAsync(200, new ListAnswer<UsagePlanKeyAnswer>([.. items.Select(id => Of(call, id))], position), ApiGatewayJson.Default.ListAnswerUsagePlanKeyAnswer);
    }

    public static async Task DeleteAsync(ApiCall call)
    {
        var id = Find(call);
        await UsagePlans.ChangeAsync(call, plan => plan with { KeyIds = plan.KeyIds.Remove(id) });
        await call.AnswerAsync(202);
    }

    /// <summary>The current day only: earlier days are not kept.</summary>
    public static Task UsageAsync(ApiCall call)
    {
        var plan = UsagePlans.Find(call);
        if (call.Query("startDate") is not { } start || call.Query("endDate") is not { } end)
        {
            throw ApiErrors.BadRequest("Usage start and end date are required");
        }

        var today = call.Now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (start != today || end != today)
        {
            throw ApiErrors.NotImplemented("GetUsage of other days than today");
        }

        var only = call.Query("keyId");
        var values = plan.KeyIds.Where(id => only is null || id == only).ToDictionary(static id => id, id =>
        {
            var (used, left) = call.Services.Execution.Plans.UsageOf(plan, id);
            return new[] { new[] { used, left } };
        });
        return call.AnswerAsync(200, new UsageAnswer(plan.Id, start, end, values), ApiGatewayJson.Default.UsageAnswer);
    }

    private static string Find(ApiCall call) => UsagePlans.Find(call).KeyIds.Contains(call.Path("keyId")) ? call.Path("keyId") : throw ApiErrors.NotFound("Invalid Usage Plan Key identifier specified");

    private static UsagePlanKeyAnswer Of(ApiCall call, string id)
    {
        var key = ApiKeys.Find(call, id);
        return new UsagePlanKeyAnswer(key.Id, "API_KEY", key.Value, key.Name);
    }
}
