using System.Collections.Immutable;
using Headrace.Apis;
using Headrace.Apis.Plans;
using Headrace.Gateway.ApiGateway.Rest;
using Headrace.Ledger;

namespace Headrace.Gateway.ApiGateway.Keys;

/// <summary>CreateUsagePlan, GetUsagePlan, GetUsagePlans, UpdateUsagePlan, DeleteUsagePlan.</summary>
internal static class UsagePlans
{
    public static async Task CreateAsync(ApiCall call)
    {
        var body = call.Body;
        var name = body.Text("name");
        if (string.IsNullOrEmpty(name))
        {
            throw ApiErrors.BadRequest("Usage Plan name is required");
        }

        var plan = new UsagePlan(ApiIds.Part(), name)
        {
            Description = body.Text("description"),
            ApiStages = [.. (body.Objects("apiStages") ?? []).Select(ReadStage)],
            Throttle = body.Object("throttle") is { } throttle ? ReadThrottle(throttle) : null,
            Quota = body.Object("quota") is { } quota ? ReadQuota(quota) : null,
            Tags = body.Map("tags") is { IsEmpty: false } tags ? tags : null,
            Account = call.Account,
            Region = call.Region,
        };
        body.Finish();
        foreach (var stage in plan.ApiStages)
        {
            RequireStage(call, plan, stage);
        }

        await call.Apis.Plans.ChangeAsync(KeyOf(call, plan.Id), _ => plan, call.Aborted);
        await call.AnswerAsync(201, UsagePlanAnswer.Of(plan), ApiGatewayJson.Default.UsagePlanAnswer);
    }

    public static Task GetAsync(ApiCall call) => call.AnswerAsync(200, UsagePlanAnswer.Of(Find(call), withTags: true), ApiGatewayJson.Default.UsagePlanAnswer);

    public static Task ListAsync(ApiCall call)
    {
        var key = call.Query("keyId");
        var (items, position) = call.Page<UsagePlan>([.. call.Apis.Plans.List(call.Account, call.Region).Where(plan => key is null || plan.KeyIds.Contains(key))]);
        return call.AnswerAsync(200, new ListAnswer<UsagePlanAnswer>([.. items.Select(static plan => UsagePlanAnswer.Of(plan))], position), ApiGatewayJson.Default.ListAnswerUsagePlanAnswer);
    }

    public static async Task DeleteAsync(ApiCall call)
    {
        await ChangeAsync(call, static plan => plan.ApiStages.IsEmpty
            ? null
            : throw ApiErrors.BadRequest("Cannot delete Usage Plan because the plan has active stages that have not been removed."));
        await call.AnswerAsync(202);
    }

    public static async Task UpdateAsync(ApiCall call)
    {
        var operations = PatchOperation.ReadAll(call, "updateUsagePlanInput");
        var plan = await ChangeAsync(call, plan => operations.Aggregate(plan, (current, operation) => Apply(call, current, operation)));
        await call.AnswerAsync(200, UsagePlanAnswer.Of(plan!, withTags: true), ApiGatewayJson.Default.UsagePlanAnswer);
    }

    public static UsagePlan Find(ApiCall call) => TryFind(call) ?? throw Unknown();

    public static UsagePlan? TryFind(ApiCall call) => call.Apis.Plans.Find(KeyOf(call, call.Path("usageplanId")));

    public static Task<UsagePlan?> ChangeAsync(ApiCall call, Func<UsagePlan, UsagePlan?> change) =>
        call.Apis.Plans.ChangeAsync(KeyOf(call, call.Path("usageplanId")), plan => change(plan ?? throw Unknown()), call.Aborted);

    private static ApiException Unknown() => ApiErrors.NotFound("Invalid Usage Plan ID specified");

    private static DocumentKey KeyOf(ApiCall call, string id) => new(call.Account, call.Region, id);

    private static UsagePlan Apply(ApiCall call, UsagePlan plan, PatchOperation operation)
    {
        switch (operation.Segments)
        {
            case ["name"]:
                return string.IsNullOrEmpty(operation.Value) ? throw ApiErrors.BadRequest("Usage Plan name is required") : plan with { Name = operation.Value };
            case ["description"]:
                return plan with { Description = operation.Op == "remove" ? null : operation.Value };
            case ["productCode"]:
                throw ApiErrors.NotImplemented("The patch path /productCode (AWS Marketplace)");
            case ["throttle"] when operation.Op == "remove":
                return plan with { Throttle = null };
            case ["throttle", "rateLimit"]:
                return plan with { Throttle = (plan.Throttle ?? new Throttle(0, 0)) with { RateLimit = operation.Real() } };
            case ["throttle", "burstLimit"]:
                return plan with { Throttle = (plan.Throttle ?? new Throttle(0, 0)) with { BurstLimit = operation.Number() } };
            case ["quota"] when operation.Op == "remove":
                return plan with { Quota = null };
            case ["quota", "limit"]:
                return plan with { Quota = (plan.Quota ?? new Quota(0, 0, "MONTH")) with { Limit = operation.Number() } };
            case ["quota", "offset"]:
                return plan with { Quota = (plan.Quota ?? new Quota(0, 0, "MONTH")) with { Offset = operation.Number() } };
            case ["quota", "period"]:
                return plan with { Quota = (plan.Quota ?? new Quota(0, 0, "MONTH")) with { Period = RequirePeriod(operation.Value) } };
            case ["apiStages"]:
                return PatchStages(call, plan, operation);
            case ["apiStages", var name, "throttle", var path, var method, var limit] when name.Split(':') is [var api, var stageName]:
                var stage = plan.ApiStages.Find(known => known.ApiId == api && known.Stage == stageName) ?? throw ApiErrors.BadRequest("Invalid API Stage specified");
                var own = stage.Throttle?.GetValueOrDefault($"{path}/{method}") ?? new Throttle(0, 0);
                own = limit switch
                {
                    "rateLimit" => own with { RateLimit = operation.Real() },
                    "burstLimit" => own with { BurstLimit = operation.Number() },
                    _ => throw operation.WrongPath(),
                };
                return plan with { ApiStages = plan.ApiStages.Replace(stage, stage with { Throttle = (stage.Throttle ?? ImmutableSortedDictionary<string, Throttle>.Empty).SetItem($"{path}/{method}", own) }) };
            default:
                throw operation.WrongPath();
        }
    }

    private static UsagePlan PatchStages(ApiCall call, UsagePlan plan, PatchOperation operation)
    {
        if (operation.Value?.Split(':') is not [{ Length: > 0 } api, { Length: > 0 } name])
        {
            throw ApiErrors.BadRequest("Invalid API Stage specified");
        }

        var known = plan.ApiStages.Find(stage => stage.ApiId == api && stage.Stage == name);
        if (operation.Op == "remove")
        {
            return known is null ? throw Refused(plan, api, name) : plan with { ApiStages = plan.ApiStages.Remove(known) };
        }

        operation.RequireOp("add", "remove");
        RequireStage(call, plan, new PlanStage(api, name));
        return known is null ? plan with { ApiStages = plan.ApiStages.Add(new PlanStage(api, name)) } : plan;
    }

    private static void RequireStage(ApiCall call, UsagePlan plan, PlanStage stage)
    {
        if (call.Apis.FindRest(call.Account, call.Region, stage.ApiId)?.Stages.ContainsKey(stage.Stage) != true)
        {
            throw Refused(plan, stage.ApiId, stage.Stage);
        }
    }

    private static ApiException Refused(UsagePlan plan, string api, string stage) =>
        ApiErrors.NotFound($"Invalid API Stage {{api: {api}, stage: {stage}}} specified for usageplan {plan.Id}");

    private static PlanStage ReadStage(BodyReader body)
    {
        var throttles = body.Entries("throttle").ToImmutableSortedDictionary(static entry => entry.Key, static entry => ReadThrottle(entry.Value), StringComparer.Ordinal);
        var stage = new PlanStage(body.Text("apiId") ?? "", body.Text("stage") ?? "", throttles.IsEmpty ? null : throttles);
        body.Finish();
        return stage;
    }

    private static Throttle ReadThrottle(BodyReader body)
    {
        var throttle = new Throttle(body.Number("burstLimit") ?? 0, body.Real("rateLimit") ?? 0);
        body.Finish();
        return throttle.BurstLimit < 0 || throttle.RateLimit < 0 ? throw ApiErrors.BadRequest("Usage Plan throttle limits must not be negative") : throttle;
    }

    private static Quota ReadQuota(BodyReader body)
    {
        var quota = new Quota(body.Number("limit") ?? 0, body.Number("offset") ?? 0, RequirePeriod(body.Text("period")));
        body.Finish();
        return quota.Limit < 1 ? throw ApiErrors.BadRequest("Usage Plan quota limit must be greater than zero") : quota;
    }

    private static string RequirePeriod(string? period) => period is "DAY" or "WEEK" or "MONTH"
        ? period
        : throw ApiErrors.BadRequest("Invalid Usage Plan quota period specified. Valid options are DAY, WEEK, MONTH");
}
