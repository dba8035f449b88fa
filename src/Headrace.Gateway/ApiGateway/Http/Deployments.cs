using Headrace.Apis;
using Headrace.Apis.Http;

namespace Headrace.Gateway.ApiGateway.Http;

/// <summary>CreateDeployment, GetDeployment, GetDeployments, UpdateDeployment, DeleteDeployment of HTTP APIs.</summary>
internal static class Deployments
{
    public static async Task CreateAsync(ApiCall call)
    {
        var api = call.Http();
        var (description, stageName) = (call.Body.Text("description"), call.Body.Text("stageName"));
        call.Body.Finish();
        if (api.Routes.IsEmpty)
        {
            throw ApiErrors.BadRequest("Deployment cannot be created for an API with no routes");
        }

        if (stageName is not null && Stages.Find(api, stageName).AutoDeploy)
        {
            throw ApiErrors.BadRequest("Deployment ID cannot be set on a stage with Auto Deploy enabled");
        }

        var deployment = new HttpDeployment(ApiIds.Part(), call.Now, description, AutoDeployed: false);

        // First what is served, then the name it is served by.
        await call.Apis.AddAsync(api, api.Snapshot(deployment.DeploymentId), call.Aborted);
        await call.ChangeHttpAsync(current => current with
        {
            Deployments = current.Deployments.Add(deployment),
            Stages = stageName is null ? current.Stages : current.Stages.SetItem(stageName, Stages.Find(current, stageName) with { DeploymentId = deployment.DeploymentId, LastUpdatedDate = call.Now }),
        });
        await call.AnswerAsync(201, HttpDeploymentAnswer.Of(deployment), ApiGatewayJson.Default.HttpDeploymentAnswer);
    }

    public static Task GetAsync(ApiCall call) => call.AnswerAsync(200, HttpDeploymentAnswer.Of(Find(call.Http(), call.Path("deploymentId"))), ApiGatewayJson.Default.HttpDeploymentAnswer);

    public static Task ListAsync(ApiCall call)
    {
        var (items, token) = call.HttpPage<HttpDeployment>(call.Http().Deployments);
        return call.AnswerAsync(200, new HttpListAnswer<HttpDeploymentAnswer>([.. items.Select(HttpDeploymentAnswer.Of)], token), ApiGatewayJson.Default.HttpListAnswerHttpDeploymentAnswer);
    }

    public static async Task UpdateAsync(ApiCall call)
    {
        var (id, description) = (call.Path("deploymentId"), call.Body.Text("description"));
        call.Body.Finish();
        var changed = await call.ChangeHttpAsync(api =>
        {
            var before = Find(api, id);
            return api with { Deployments = api.Deployments.Replace(before, before with { Description = description ?? before.Description }) };
        });
        await call.AnswerAsync(200, HttpDeploymentAnswer.Of(Find(changed!, id)), ApiGatewayJson.Default.HttpDeploymentAnswer);
    }

    public static async Task DeleteAsync(ApiCall call)
    {
        var id = call.Path("deploymentId");
        await call.ChangeHttpAsync(api => api.Stages.Values.Any(stage => stage.DeploymentId == id)
            ? throw ApiErrors.BadRequest("Active stages pointing to this deployment must be moved or deleted")
            : api with { Deployments = api.Deployments.Remove(Find(api, id)) });
        await call.AnswerAsync(204);
    }

    private static HttpDeployment Find(HttpApi api, string id) =>
        api.Deployments.Find(deployment => deployment.DeploymentId == id) ?? throw ApiErrors.NotFound($"Unable to find Deployment by id {id} within the API specified");
}
