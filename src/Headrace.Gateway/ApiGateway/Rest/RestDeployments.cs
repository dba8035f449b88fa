using Headrace.Apis;
using Headrace.Apis.Rest;

namespace Headrace.Gateway.ApiGateway.Rest;

/// <summary>CreateDeployment, GetDeployment, GetDeployments, UpdateDeployment, DeleteDeployment of REST APIs.</summary>
internal static class RestDeployments
{
    public static async Task CreateAsync(ApiCall call)
    {
        var api = call.Rest();
        var body = call.Body;
        var (stageName, description) = (body.Text("stageName"), body.Text("description"));
        var (stageDescription, variables) = (body.Text("stageDescription"), body.Map("variables"));
        RestStages.RefuseCache(body);
        if (body.Flag("tracingEnabled") == true)
        {
            throw ApiErrors.NotImplemented("TracingEnabled=true (X-Ray)");
        }

        if (body.Has("canarySettings"))
        {
            throw ApiErrors.NotImplemented("The parameter canarySettings");
        }

        body.Finish();
        var methods = api.Draft.Values.SelectMany(static resource => resource.Methods.Values).ToList();
        if (methods.Count == 0)
        {
            throw ApiErrors.BadRequest("The REST API doesn't contain any methods");
        }

        if (methods.Exists(static method => method.MethodIntegration is null))
        {
            throw ApiErrors.BadRequest("No integration defined for method");
        }

        if (!string.IsNullOrEmpty(stageName))
        {
            RestStages.RequireName(stageName);
        }

        var deployment = new Deployment(ApiIds.Part(), description, call.NowSeconds);

        // First what is served, then the name it is served by.
        await call.Apis.AddAsync(api, new RestSnapshot(deployment.Id, api.Draft), call.Aborted);
        await call.ChangeRestAsync(current => current with
        {
            Deployments = current.Deployments.Add(deployment.Id, deployment),
            Stages = string.IsNullOrEmpty(stageName) ? current.Stages : current.Stages.SetItem(stageName, Deployed(current.Stages.GetValueOrDefault(stageName))),
        });
        await call.AnswerAsync(201, deployment, ApiGatewayJson.Default.Deployment);

        Stage Deployed(Stage? stage) => (stage ?? new Stage(deployment.Id, stageName) { CreatedDate = call.NowSeconds, LastUpdatedDate = call.NowSeconds }) with
        {
            DeploymentId = deployment.Id,
            Description = stageDescription ?? stage?.Description,
            Variables = variables ?? stage?.Variables,
            LastUpdatedDate = call.NowSeconds,
        };
    }

    public static Task GetAsync(ApiCall call) => call.AnswerAsync(200, Find(call.Rest(), call.Path("deployment_id")), ApiGatewayJson.Default.Deployment);

    public static Task ListAsync(ApiCall call)
    {
        var (items, position) = call.Page<Deployment>([.. call.Rest().Deployments.Values.OrderBy(static deployment => deployment.CreatedDate).ThenBy(static deployment => deployment.Id, StringComparer.Ordinal)]);
        return call.AnswerAsync(200, new ListAnswer<Deployment>(items, position), ApiGatewayJson.Default.ListAnswerDeployment);
    }

    public static async Task UpdateAsync(ApiCall call)
    {
        var operations = PatchOperation.ReadAll(call, "updateDeploymentInput");
        var id = call.Path("deployment_id");
        var changed = await call.ChangeRestAsync(api => api with
        {
            Deployments = api.Deployments.SetItem(id, operations.Aggregate(
                Find(api, id),
                static (deployment, operation) => operation.Path == "/description" ? deployment with { Description = operation.Op == "remove" ? null : operation.Value } : throw operation.WrongPath())),
        });
        await call.AnswerAsync(200, changed!.Deployments[id], ApiGatewayJson.Default.Deployment);
    }

    public static async Task DeleteAsync(ApiCall call)
    {
        var id = call.Path("deployment_id");
        await call.ChangeRestAsync(api =>
        {
            Find(api, id);
            return api.Stages.Values.Any(stage => stage.DeploymentId == id)
                ? throw ApiErrors.BadRequest("Active stages pointing to this deployment must be moved or deleted")
                : api with { Deployments = api.Deployments.Remove(id) };
        });
        await call.AnswerAsync(202);
    }

    private static Deployment Find(RestApi api, string id) => api.Deployments.GetValueOrDefault(id) ?? throw ApiErrors.NoDeployment();
}
