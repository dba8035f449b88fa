using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Headrace.Apis;
using Headrace.Apis.Rest;

namespace Headrace.Gateway.ApiGateway.Rest;

/// <summary>CreateStage, GetStage, GetStages, UpdateStage, DeleteStage of REST APIs.</summary>
internal static partial class RestStages
{
    private const string MethodPaths =
        "/{resourcePath}/{httpMethod}/metrics/enabled, /{resourcePath}/{httpMethod}/logging/dataTrace, /{resourcePath}/{httpMethod}/logging/loglevel, " +
        "/{resourcePath}/{httpMethod}/throttling/burstLimit/{resourcePath}/{httpMethod}/throttling/rateLimit/{resourcePath}/{httpMethod}/caching/ttlInSeconds, " +
        "/{resourcePath}/{httpMethod}/caching/enabled, /{resourcePath}/{httpMethod}/caching/dataEncrypted, /{resourcePath}/{httpMethod}/caching/requireAuthorizationForCacheControl, " +
        "/{resourcePath}/{httpMethod}/caching/unauthorizedCacheControlHeaderStrategy, /*/*/metrics/enabled, /*/*/logging/dataTrace, /*/*/logging/loglevel, " +
        "/*/*/throttling/burstLimit /*/*/throttling/rateLimit /*/*/caching/ttlInSeconds, /*/*/caching/enabled, /*/*/caching/dataEncrypted, " +
        "/*/*/caching/requireAuthorizationForCacheControl, /*/*/caching/unauthorizedCacheControlHeaderStrategy, /variables/{variable_name}, /tracingEnabled";

    public static async Task CreateAsync(ApiCall call)
    {
        call.Rest();
        var body = call.Body;
        var (name, deploymentId) = (body.Text("stageName") ?? "", body.Text("deploymentId") ?? "");
        RequireName(name);
        RefuseCache(body);
        if (body.Flag("tracingEnabled") == true)
        {
            throw ApiErrors.NotImplemented("TracingEnabled=true (X-Ray)");
        }

        var stage = new Stage(deploymentId, name)
        {
            Description = body.Text("description"),
            Variables = body.Map("variables") is { IsEmpty: false } variables ? variables : null,
            Tags = body.Map("tags") is { IsEmpty: false } tags ? tags : null,
            CreatedDate = call.NowSeconds,
            LastUpdatedDate = call.NowSeconds,
        };
        body.Finish();
        await call.ChangeRestAsync(api =>
        {
            RequireDeployment(api, deploymentId);
            return api.Stages.ContainsKey(name) ? throw ApiErrors.Conflict("Stage already exists") : api with { Stages = api.Stages.Add(name, stage) };
        });
        await call.AnswerAsync(201, stage, ApiGatewayJson.Default.Stage);
    }

    public static Task GetAsync(ApiCall call) => call.AnswerAsync(200, Find(call.Rest(), call.Path("stage_name")), ApiGatewayJson.Default.Stage);

    public static Task ListAsync(ApiCall call)
    {
        var deployment = call.Query("deploymentId");
        return call.AnswerAsync(
            200, new ListAnswer<Stage>([.. call.Rest().Stages.Values.Where(stage => deployment is null || stage.DeploymentId == deployment)]), ApiGatewayJson.Default.ListAnswerStage);
    }

    public static async Task DeleteAsync(ApiCall call)
    {
        var name = call.Path("stage_name");
        await call.ChangeRestAsync(api => api with { Stages = api.Stages.Remove(Find(api, name).StageName) });
        await call.AnswerAsync(202);
    }

    public static async Task UpdateAsync(ApiCall call)
    {
        var operations = PatchOperation.ReadAll(call, "updateStageInput");
        var name = call.Path("stage_name");
        var changed = await call.ChangeRestAsync(api =>
        {
            var stage = operations.Aggregate(Find(api, name), (stage, operation) => Apply(api, stage, operation)) with { LastUpdatedDate = call.NowSeconds };
            return api with { Stages = api.Stages.SetItem(name, stage) };
        });
        await call.AnswerAsync(200, changed!.Stages[name], ApiGatewayJson.Default.Stage);
    }

    public static void RequireName(string name)
    {
        if (!Name().IsMatch(name))
        {
            throw ApiErrors.BadRequest("Stage name only allows a-zA-Z0-9_-");
        }
    }

    public static void RefuseCache(BodyReader body)
    {
        if (body.Flag("cacheClusterEnabled") == true || body.Text("cacheClusterSize") is { Length: > 0 })
        {
            throw ApiErrors.NotImplemented("CacheClusterEnabled (caching)");
        }
    }

    private static Stage Find(RestApi api, string name) => api.Stages.GetValueOrDefault(name) ?? throw ApiErrors.NoStage();

    private static void RequireDeployment(RestApi api, string id)
    {
        if (!api.Deployments.ContainsKey(id))
        {
            throw ApiErrors.BadRequest("Deployment id does not exist");
        }
    }

    private static Stage Apply(RestApi api, Stage stage, PatchOperation operation)
    {
        switch (operation.Segments)
        {
            case ["deploymentId"]:
                operation.RequireOp("replace");
                RequireDeployment(api, operation.Value ?? "");
                return stage with { DeploymentId = operation.Value! };
            case ["description"]:
                return stage with { Description = operation.Op == "remove" ? null : operation.Value };
            case ["variables", var name] when operation.Op == "remove":
                return stage with { Variables = stage.Variables?.Remove(name) is { IsEmpty: false } left ? left : null };
            case ["variables", var name]:
                return stage with { Variables = (stage.Variables ?? ImmutableSortedDictionary<string, string>.Empty).SetItem(name, operation.Value ?? "") };
            case ["tracingEnabled"]:
                return operation.Flag() ? throw ApiErrors.NotImplemented("TracingEnabled=true (X-Ray)") : stage;
            case ["cacheClusterEnabled"] or ["cacheClusterSize"]:
                return operation.Value is "false" ? stage : throw ApiErrors.NotImplemented("CacheClusterEnabled (caching)");
            case ["clientCertificateId"] or ["accessLogSettings", ..] or ["canarySettings", ..] or ["documentationVersion"]:
                throw ApiErrors.NotImplemented($"The patch path {operation.Path}");
            default:
                return ApplySetting(stage, operation);
        }
    }

    /// <summary><c>/path/METHOD/throttling/rateLimit</c>, the path with <c>~1</c> for slashes; or <c>/*/*/…</c>.</summary>
    private static Stage ApplySetting(Stage stage, PatchOperation operation)
    {
        var segments = operation.Path.TrimStart('/').Split('/');
        if (operation.Op == "remove")
        {
            var key = operation.Path.TrimStart('/');
            return stage.MethodSettings.ContainsKey(key)
                ? stage with { MethodSettings = stage.MethodSettings.Remove(key) }
                : throw ApiErrors.BadRequest($"Cannot remove method setting {key} because there is no method setting for this method ");
        }

        if (segments is not [var path, var method, var group, var name] || operation.Op != "replace")
        {
            throw ApiErrors.BadRequest(
                $"Invalid method setting path: {operation.Path}. Must be one of: [/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId, " +
                $"/accessLogSettings, /accessLogSettings/destinationArn, /accessLogSettings/format, {MethodPaths}]");
        }

        var setting = stage.MethodSettings.GetValueOrDefault($"{path}/{method}") ?? new MethodSetting();
        setting = (group, name) switch
        {
            ("throttling", "burstLimit") => setting with { ThrottlingBurstLimit = operation.Number() },
            ("throttling", "rateLimit") => setting with { ThrottlingRateLimit = operation.Real() },
            ("metrics", "enabled") => setting with { MetricsEnabled = operation.Flag() },
            ("logging", "dataTrace") when operation.Value == "false" => setting,
            ("logging", "loglevel") when operation.Value is "OFF" => setting,
            // Without a cache cluster, which no stage here has, these do as little as in AWS.
            ("caching", "enabled") => setting with { CachingEnabled = operation.Flag() },
            ("caching", "ttlInSeconds") => setting with { CacheTtlInSeconds = operation.Number() },
            ("caching", "dataEncrypted") => setting with { CacheDataEncrypted = operation.Flag() },
            ("caching", "requireAuthorizationForCacheControl") => setting with { RequireAuthorizationForCacheControl = operation.Flag() },
            _ => throw ApiErrors.NotImplemented($"The patch path {operation.Path}"),
        };
        return stage with { MethodSettings = stage.MethodSettings.SetItem($"{path}/{method}", setting) };
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,128}\z")]
    private static partial Regex Name();
}
