using Headrace.Apis;
using Headrace.Apis.Http;

namespace Headrace.Gateway.ApiGateway.Http;

/// <summary>CreateIntegration, GetIntegration, GetIntegrations, UpdateIntegration, DeleteIntegration.</summary>
internal static class Integrations
{
    public static async Task CreateAsync(ApiCall call)
    {
        call.Http();
        var type = call.Body.Text("integrationType") ?? throw ApiErrors.BadRequest("IntegrationType is required");
        var integration = Read(call, new HttpIntegration(ApiIds.HttpPart(), type));
        call.Body.Finish();
        await call.ChangeHttpAsync(api => api with { Integrations = api.Integrations.Add(integration.IntegrationId, integration) });
        await call.AnswerAsync(201, integration, ApiGatewayJson.Default.HttpIntegration);
    }

    public static Task GetAsync(ApiCall call) => call.AnswerAsync(200, Find(call.Http(), call.Path("integrationId")), ApiGatewayJson.Default.HttpIntegration);

    public static Task ListAsync(ApiCall call)
    {
        var (items, token) = call.HttpPage<HttpIntegration>([.. call.Http().Integrations.Values]);
        return call.AnswerAsync(200, new HttpListAnswer<HttpIntegration>(items, token), ApiGatewayJson.Default.HttpListAnswerHttpIntegration);
    }

    public static async Task UpdateAsync(ApiCall call)
    {
        var id = call.Path("integrationId");
        Find(call.Http(), id);
        var updated = await call.ChangeHttpAsync(api =>
        {
            var before = Find(api, id);
            var integration = Read(call, before with { IntegrationType = call.Body.Text("integrationType") ?? before.IntegrationType });
            call.Body.Finish();
            return Stages.AutoDeploy(api with { Integrations = api.Integrations.SetItem(id, integration) }, call.Now);
        });
        await call.AnswerAsync(200, updated!.Integrations[id], ApiGatewayJson.Default.HttpIntegration);
    }

    public static async Task DeleteAsync(ApiCall call)
    {
        var id = call.Path("integrationId");
        await call.ChangeHttpAsync(api =>
        {
            Find(api, id);
            return api.Routes.Values.Any(route => route.IntegrationId == id)
                ? throw ApiErrors.Conflict($"Cannot delete Integration '{id}' because it is referenced by a Route")
                : api with { Integrations = api.Integrations.Remove(id) };
        });
        await call.AnswerAsync(204);
    }

    private static HttpIntegration Find(HttpApi api, string id) =>
        api.Integrations.GetValueOrDefault(id) ?? throw ApiErrors.NotFound($"Unable to find Integration by id {id} within the API specified");

    private static HttpIntegration Read(ApiCall call, HttpIntegration before)
    {
        var body = call.Body;
        if (before.IntegrationType is not ("AWS_PROXY" or "HTTP_PROXY"))
        {
            throw before.IntegrationType is "AWS" or "HTTP" or "MOCK"
                ? ApiErrors.BadRequest($"The integration type {before.IntegrationType} is not supported for HTTP APIs")
                : ApiErrors.BadRequest($"Invalid integrationType specified: {before.IntegrationType}");
        }

        if (body.Text("integrationSubtype") is { Length: > 0 } subtype)
        {
            throw ApiErrors.NotImplemented($"IntegrationSubtype={subtype}");
        }

        if (body.Text("connectionType") is { } connection && connection != "INTERNET")
        {
            throw ApiErrors.NotImplemented($"ConnectionType={connection}");
        }

        var isFunction = before.IntegrationType == "AWS_PROXY";
        var integration = before with
        {
            CredentialsArn = body.Text("credentialsArn") ?? before.CredentialsArn,
            Description = body.Text("description") ?? before.Description,
            IntegrationMethod = body.Text("integrationMethod") ?? before.IntegrationMethod ?? (isFunction ? "POST" : null),
            IntegrationUri = body.Text("integrationUri") ?? before.IntegrationUri,
            PayloadFormatVersion = body.Text("payloadFormatVersion") ?? before.PayloadFormatVersion ?? (isFunction ? null : "1.0"),
            TimeoutInMillis = body.Number("timeoutInMillis") ?? before.TimeoutInMillis,
        };
        if (integration.PayloadFormatVersion is null)
        {
            throw ApiErrors.BadRequest("PayloadFormatVersion is a required parameter for integration type AWS_PROXY");
        }

        if (integration.PayloadFormatVersion is not ("1.0" or "2.0") || (!isFunction && integration.PayloadFormatVersion != "1.0"))
        {
            throw ApiErrors.BadRequest($"Invalid payloadFormatVersion specified: {integration.PayloadFormatVersion}");
        }

        if (integration.TimeoutInMillis is < 50 or > 30_000)
        {
            throw ApiErrors.BadRequest("Timeout should be between 50 ms and 30000 ms");
        }

        if (integration.IntegrationMethod is null)
        {
            throw ApiErrors.BadRequest("IntegrationMethod is a required parameter for integration type HTTP_PROXY");
        }

        RequireUri(integration, isFunction);
        return integration;
    }

    private static void RequireUri(HttpIntegration integration, bool isFunction)
    {
        var uri = integration.IntegrationUri;
        if (isFunction)
        {
            if (uri is null || Wire.Lambda.FunctionReference.Parse(ExecuteApi.HttpApiInvocation.FunctionArnOf(uri)) is not { Region: not null, AccountId: not null })
            {
                throw ApiErrors.BadRequest("Invalid Integration URI specified: it must be the ARN of a Lambda function");
            }
        }
        else if (uri is null || !(uri.StartsWith("http://", StringComparison.Ordinal) || uri.StartsWith("https://", StringComparison.Ordinal)))
        {
            throw ApiErrors.BadRequest("Invalid HTTP endpoint specified for URI");
        }
    }
}
