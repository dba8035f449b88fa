using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Headrace.Apis;
using Headrace.Apis.Http;

namespace Headrace.Gateway.ApiGateway.Http;

/// <summary>CreateStage, GetStage, GetStages, UpdateStage, DeleteStage of HTTP APIs.</summary>
internal static partial class Stages
{
    public static async Task CreateAsync(ApiCall call)
    {
        call.Http();
        var name = call.Body.Text("stageName") ?? throw ApiErrors.BadRequest("StageName is required");
        if (name != "$default" && !Name().IsMatch(name))
        {
            throw ApiErrors.BadRequest("Stage name only allows a-zA-Z0-9-_ or $default");
        }

        var stage = Read(call.Body, new HttpStage(name) { CreatedDate = call.Now, LastUpdatedDate = call.Now });
        stage = stage with { Tags = call.Body.Map("tags") ?? stage.Tags };
        call.Body.Finish();
        var changed = await call.ChangeHttpAsync(api =>
        {
            RequireDeployment(api, stage.DeploymentId);
            return api.Stages.ContainsKey(name)
                ? throw ApiErrors.Conflict("Stage already exists")
                : AutoDeploy(api with { Stages = api.Stages.Add(name, stage) }, call.Now);
        });
        await call.AnswerAsync(201, HttpStageAnswer.Of(changed!.Stages[name]), ApiGatewayJson.Default.HttpStageAnswer);
    }

    public static Task GetAsync(ApiCall call) => call.AnswerAsync(200, HttpStageAnswer.Of(Find(call.Http(), call.Path("stageName"))), ApiGatewayJson.Default.HttpStageAnswer);

    public static Task ListAsync(ApiCall call)
    {
        var (items, token) = call.HttpPage<HttpStage>([.. call.Http().Stages.Values]);
        return call.AnswerAsync(200, new HttpListAnswer<HttpStageAnswer>([.. items.Select(HttpStageAnswer.Of)], token), ApiGatewayJson.Default.HttpListAnswerHttpStageAnswer);
    }

    public static async Task UpdateAsync(ApiCall call)
    {
        var name = call.Path("stageName");
        var now = call.Http();
        if (Find(now, name) is { AutoDeploy: true, DeploymentId: { } served } && call.Body.Flag("autoDeploy") == false)
        {
            // From now on the stage serves what it serves: until here that was the draft.
            await call.Apis.AddAsync(now, now.Snapshot(served), call.Aborted);
        }

        var changed = await call.ChangeHttpAsync(api =>
        {
            var before = Find(api, name);
            var stage = Read(call.Body, before) with { LastUpdatedDate = call.Now };
            call.Body.Finish();
            RequireDeployment(api, stage.DeploymentId);
            if (before.AutoDeploy && !stage.AutoDeploy && api.Deployments.Find(deployment => deployment.DeploymentId == before.DeploymentId) is { } automatic)
            {
                api = api with { Deployments = api.Deployments.Replace(automatic, automatic with { AutoDeployed = false }) };
            }

            return AutoDeploy(api with { Stages = api.Stages.SetItem(name, stage) }, call.Now);
        });
        await call.AnswerAsync(200, HttpStageAnswer.Of(changed!.Stages[name]), ApiGatewayJson.Default.HttpStageAnswer);
    }

    public static async Task DeleteAsync(ApiCall call)
    {
        var name = call.Path("stageName");
        await call.ChangeHttpAsync(api =>
        {
            Find(api, name);
            return api with { Stages = api.Stages.Remove(name) };
        });
        await call.AnswerAsync(204);
    }

    /// <summary>Says of every stage that deploys by itself that it did. Such stages serve the draft: there is nothing to copy.</summary>
    public static HttpApi AutoDeploy(HttpApi api, DateTimeOffset now)
    {
        if (!api.Stages.Values.Any(static stage => stage.AutoDeploy))
        {
            return api;
        }

        var deployment = new HttpDeployment(ApiIds.Part(), now, "Automatic deployment triggered by changes to the Api configuration", AutoDeployed: true);
        return api with
        {
            Deployments = api.Deployments.RemoveAll(static known => known.AutoDeployed).Add(deployment),
            Stages = api.Stages.SetItems(api.Stages.Where(static entry => entry.Value.AutoDeploy).Select(entry => KeyValuePair.Create(entry.Key, entry.Value with
            {
                DeploymentId = deployment.DeploymentId,
                LastDeploymentStatusMessage = $"Successfully deployed stage with deployment ID '{deployment.DeploymentId}'",
                LastUpdatedDate = now,
            }))),
        };
    }

    public static HttpStage Find(HttpApi api, string name) => api.Stages.GetValueOrDefault(name) ?? throw ApiErrors.NotFound("Invalid stage identifier specified");

    private static void RequireDeployment(HttpApi api, string? id)
    {
        if (id is not null && !api.Deployments.Exists(deployment => deployment.DeploymentId == id))
        {
            throw ApiErrors.NotFound($"Unable to find Deployment by id {id} within the API specified");
        }
    }

    private static HttpStage Read(BodyReader body, HttpStage stage)
    {
        if (body.Flag("autoDeploy") is { } auto)
        {
            stage = stage with { AutoDeploy = auto };
        }

        if (body.Text("deploymentId") is { Length: > 0 } deployment)
        {
            stage = stage.AutoDeploy && deployment != stage.DeploymentId
                ? throw ApiErrors.BadRequest("Deployment ID cannot be set on a stage with Auto Deploy enabled")
                : stage with { DeploymentId = deployment };
        }

        return stage with
        {
            Description = body.Text("description") ?? stage.Description,
            StageVariables = body.Map("stageVariables") ?? stage.StageVariables,
            DefaultRouteSettings = body.Object("defaultRouteSettings") is { } settings ? ReadSettings(settings, stage.DefaultRouteSettings) : stage.DefaultRouteSettings,
            RouteSettings = body.Has("routeSettings")
                ? body.Entries("routeSettings").ToImmutableSortedDictionary(static entry => entry.Key, static entry => ReadSettings(entry.Value, new HttpRouteSettings()), StringComparer.Ordinal)
                : stage.RouteSettings,
        };
    }

    private static HttpRouteSettings ReadSettings(BodyReader body, HttpRouteSettings before)
    {
        var settings = new HttpRouteSettings
        {
            DetailedMetricsEnabled = body.Flag("detailedMetricsEnabled") ?? before.DetailedMetricsEnabled,
            ThrottlingBurstLimit = body.Number("throttlingBurstLimit") ?? before.ThrottlingBurstLimit,
            ThrottlingRateLimit = body.Real("throttlingRateLimit") ?? before.ThrottlingRateLimit,
        };
        body.Finish();
        return settings;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,128}\z")]
    private static partial Regex Name();
}
