using Headrace.Apis;
using Headrace.Apis.Plans;
using Headrace.Apis.Rest;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Headrace.Gateway.ExecuteApi;

/// <summary>One request to a REST API: route, authorise, throttle, integrate.</summary>
internal sealed class RestInvocation(ExecuteApiServices services, HttpBackend backend, CallMeasure measure)
{
    public async Task HandleAsync(GatewayRequest request, ApiTarget target)
    {
        var http = request.Http;
        if (target.Stage is null || target.Api.RestStage(target.Stage) is not { } stage)
        {
            throw GatewayAnswer.Forbidden();
        }

        http.Response.Headers["x-amz-apigw-id"] = ProxyEvent.ExtendedId(request.RequestId);
        if (stage.Routes.Find(http.Request.Method, target.Path) is not var (resource, method, values))
        {
            throw GatewayAnswer.MissingToken();
        }

        measure.Detail = stage.SettingOf(resource, method) is { MetricsEnabled: true } ? (http.Request.Method, resource.Path) : null;
        var isSigned = method.AuthorizationType == "AWS_IAM";
        if (isSigned)
        {
            HttpApiInvocation.RequireSignature(request, stage.Api.Account);
        }

        var key = method.ApiKeyRequired ? Weigh(request, stage, resource, method) : null;
        if (!stage.Admits(resource, method))
        {
            throw GatewayAnswer.Throttled();
        }

        var call = new RestCall
        {
            Request = request,
            Api = stage.Api,
            StageName = stage.Stage.StageName,
            DeploymentId = stage.Stage.DeploymentId,
            StageVariables = stage.Stage.Variables,
            Resource = resource,
            Method = method,
            HttpMethod = http.Request.Method,
            Path = $"/{target.Path.TrimStart('/')}",
            FullPath = $"/{stage.Stage.StageName}{target.Path}",
            PathParameters = values,
            Headers = RestHeaders.OfRequest(ProxyEvent.HeadersOf(request, isSigned)),
            Query = QueryOf(http.Request),
            Body = ((MemoryStream)request.Body).GetBuffer().AsMemory(0, (int)request.Body.Length),
            Received = services.Time.GetUtcNow(),
            IsSigned = isSigned,
            ApiKey = key,
        };
        var answer = await measure.MeasureAsync(new RestIntegration(services, backend).RunAsync(call));
        if (method.MethodIntegration?.Type is "AWS_PROXY" or "AWS" or "HTTP")
        {
            http.Response.Headers["X-Amzn-Trace-Id"] = Caller.TraceIdOf(request);
        }

        await RestHeaders.OfAnswer(answer).WriteAsync(http);
    }

    private ApiKey? Weigh(GatewayRequest request, ServedRestStage stage, Resource resource, Method method)
    {
        var sent = request.Http.Request.Headers["x-api-key"] is [{ Length: > 0 } value, ..] ? value : null;
        var (decision, key) = services.Plans.Weigh(sent, stage.Api.Id, stage.Stage.StageName, $"{resource.Path}/{method.HttpMethod}");
        return decision switch
        {
            PlanDecision.Pass => key,
            PlanDecision.Throttled => throw GatewayAnswer.Throttled(),
            PlanDecision.QuotaExceeded => throw GatewayAnswer.QuotaExceeded(),
            _ => throw GatewayAnswer.Forbidden(),
        };
    }

    private static List<KeyValuePair<string, StringValues>> QueryOf(HttpRequest http) => http.QueryString.HasValue ? [.. http.Query] : [];
}
