using System.Text;
using Headrace.Apis.Rest;

namespace Headrace.Gateway.ExecuteApi;

/// <summary>Calls what a method of a REST API integrates with, and makes the method's answer of what came back.</summary>
internal sealed class RestIntegration(ExecuteApiServices services, HttpBackend backend)
{
    /// <exception cref="GatewayAnswer">The gateway answers itself.</exception>
    public Task<RestAnswer> RunAsync(RestCall call) => call.Method.MethodIntegration switch
    {
        { Type: "AWS_PROXY" } integration => ProxyToFunctionAsync(call, integration),
        { Type: "HTTP_PROXY" } integration => ProxyToHttpAsync(call, integration),
        { } integration => new MappedIntegration(services, backend, call, integration).RunAsync(),
        null => throw GatewayAnswer.Misconfigured(),
    };

    private async Task<RestAnswer> ProxyToFunctionAsync(RestCall call, Integration integration)
    {
        if (integration.HttpMethod != "POST")
        {
            // Invocations are POSTs; AWS lets a method be set up otherwise and fails when it is called.
            throw GatewayAnswer.Misconfigured();
        }

        // Parameter mappings are kept and, in AWS, do nothing here.
        RestHeaders.RequireMappable(RequestMapping.Apply(call, integration), isFunction: true);
        var payload = new ProxyEvent
        {
            Resource = call.Resource.Path,
            Path = call.Path,
            HttpMethod = call.HttpMethod,
            FullPath = call.FullPath,
            Headers = call.Headers,
            Query = call.Query,
            PathParameters = call.PathParameters,
            StageVariables = call.StageVariables,
            AccountId = call.Api.Account,
            ApiId = call.Api.Id,
            Stage = call.StageName,
            DeploymentId = call.DeploymentId,
            ResourceId = call.Resource.Id,
            ApiKey = call.ApiKey?.Value,
            ApiKeyId = call.ApiKey?.Id,
            IsSigned = call.IsSigned,
            Body = call.Body,
            IsBinary = call.IsBinary(call.ContentType),
        }.Write(call.Request, services.Time.GetUtcNow());
        var result = await FunctionIntegration.InvokeAsync(
            services, call.Request, FunctionArnOf(call, integration), SourceArnOf(call), integration.Credentials is not null, payload, TimeSpan.FromMilliseconds(integration.TimeoutInMillis));
        return (result.FunctionError is null ? ProxyResponse.Parse(result.Payload)?.ToAnswer(AcceptsBinary(call)) : null) ?? throw GatewayAnswer.BadGateway();
    }

    private async Task<RestAnswer> ProxyToHttpAsync(RestCall call, Integration integration)
    {
        var mapped = RequestMapping.Apply(call, integration);
        var method = integration.HttpMethod is null or "ANY" ? call.HttpMethod : integration.HttpMethod;
        var answer = await backend.SendAsync(
            method, mapped.UriOf(call, integration.Uri!, RequestMapping.Merge(call.Query, mapped.Query)), RestHeaders.ToBackend(call, call.Headers, mapped), call.Body,
            TimeSpan.FromMilliseconds(integration.TimeoutInMillis), call.Request.Aborted);
        return new RestAnswer((int)answer.Status, answer.Headers, answer.Body);
    }

    /// <summary>Whether the first type of the client's <c>Accept</c> is one of the API's binary media types.</summary>
    internal static bool AcceptsBinary(RestCall call) => call.IsBinary((call.HeaderOf("Accept") ?? "*/*").Split(',')[0].Trim());

    internal static string FunctionArnOf(RestCall call, Integration integration) =>
        HttpApiInvocation.FunctionArnOf(RequestMapping.WithStageVariables(integration.Uri!, call.StageVariables));

    internal static string SourceArnOf(RestCall call)
    {
        var path = new StringBuilder();
        foreach (var segment in call.Resource.Path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            path.Append('/').Append(segment is ['{', .., '}'] ? "*" : segment);
        }

        return $"arn:aws:execute-api:{call.Api.Region}:{call.Api.Account}:{call.Api.Id}/{call.StageName}/{call.HttpMethod}{(path.Length == 0 ? "/" : path)}";
    }
}
