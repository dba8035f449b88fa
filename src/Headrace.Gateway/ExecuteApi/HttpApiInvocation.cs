using System.Collections.Immutable;
using Headrace.Apis;
using Headrace.Apis.Http;
using Headrace.Functions.Registry;
using Headrace.Gateway.Lambda.Urls;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.ExecuteApi;

/// <summary>One request to an HTTP API.</summary>
internal sealed class HttpApiInvocation(ExecuteApiServices services, HttpBackend backend, CallMeasure measure)
{
    public async Task HandleAsync(GatewayRequest request, ApiTarget target)
    {
        var http = request.Http;
        if (target.Stage is null || target.Api.HttpStage(target.Stage) is not { } stage)
        {
            throw GatewayAnswer.NotFound();
        }

        http.Response.Headers["apigw-requestid"] = ProxyEvent.ExtendedId(request.RequestId);
        if (stage.Api.CorsConfiguration is { } cors && ApplyCors(http, cors))
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        var path = target.Path;
        var method = http.Request.Method;
        if (stage.Routes.Find(method, path) is not var (route, values) || route.IntegrationId is not { } id || !stage.Integrations.TryGetValue(id, out var integration))
        {
            throw GatewayAnswer.NotFound();
        }

        measure.Detail = stage.SettingsOf(route) is { DetailedMetricsEnabled: true } ? (method, route.Resource) : null;
        var isSigned = route.AuthorizationType == "AWS_IAM";
        if (isSigned)
        {
            RequireSignature(request, stage.Api.Account);
        }

        if (!stage.Admits(route))
        {
            throw GatewayAnswer.Throttled();
        }

        var body = ((MemoryStream)request.Body).GetBuffer().AsMemory(0, (int)request.Body.Length);
        if (integration.IntegrationType == "HTTP_PROXY")
        {
            await ProxyAsync(request, integration, values, body);
        }
        else
        {
            await InvokeAsync(request, stage, route, integration, path, values, body, isSigned);
        }
    }

    /// <summary>The main account's own signature; whose is missing or wrong learns it in API Gateway's words.</summary>
    internal static void RequireSignature(GatewayRequest request, string account)
    {
        if (request.SignatureFault is { } fault)
        {
            throw new GatewayAnswer(403, fault.Message, fault.Code);
        }

        if (request.AccessKeyId is null)
        {
            throw GatewayAnswer.MissingToken();
        }

        if (request.Scope.AccountId != account)
        {
            throw GatewayAnswer.Forbidden();
        }
    }

    private async Task InvokeAsync(
        GatewayRequest request, ServedHttpStage stage, Route route, HttpIntegration integration, string path, IReadOnlyDictionary<string, string> values,
        ReadOnlyMemory<byte> body, bool isSigned)
    {
        var http = request.Http;
        var stageName = stage.Stage.StageName;
        var fullPath = stageName == "$default" ? path : $"/{stageName}{path}";
        var isFirstFormat = integration.PayloadFormatVersion == "1.0";
        var payload = isFirstFormat
            ? new ProxyEvent
            {
                Version = "1.0",
                Resource = route.Resource,
                Path = fullPath,
                HttpMethod = http.Request.Method,
                FullPath = fullPath,
                Headers = ProxyEvent.HeadersOf(request, isSigned),
                Query = http.Request.Query,
                PathParameters = values,
                StageVariables = stage.Stage.StageVariables,
                AccountId = stage.Api.Account,
                ApiId = stage.Api.ApiId,
                Stage = stageName,
                DeploymentId = null,
                ResourceId = route.RouteKey,
                ApiKey = null,
                ApiKeyId = null,
                IsSigned = isSigned,
                Body = body,
                IsBinary = !body.IsEmpty && !EventBody.IsText(http.Request.ContentType),
            }.Write(request, services.Time.GetUtcNow())
            : new HttpEvent
            {
                RouteKey = route.RouteKey,
                RawPath = fullPath,
                FullPath = fullPath,
                AccountId = stage.Api.Account,
                ApiId = stage.Api.ApiId,
                Stage = stageName,
                PathParameters = values,
                StageVariables = stage.Stage.StageVariables,
                IsSigned = isSigned,
            }.Write(request, body, services.Time.GetUtcNow());

        var resource = route.RouteKey == "$default" ? "$default" : route.RouteKey.Replace(" ", "", StringComparison.Ordinal).Replace("ANY/", "*/", StringComparison.Ordinal);
        var result = await measure.MeasureAsync(FunctionIntegration.InvokeAsync(
            services, request, FunctionArnOf(integration.IntegrationUri!), $"arn:aws:execute-api:{stage.Api.Region}:{stage.Api.Account}:{stage.Api.ApiId}/{stageName}/{resource}",
            integration.CredentialsArn is not null, payload, TimeSpan.FromMilliseconds(integration.TimeoutInMillis)));
        if (result.FunctionError is not null ||
            !await (isFirstFormat ? WriteFirstAsync(http, result.Payload) : InferredResponse.TryWriteAsync(http, result.Payload)))
        {
            throw GatewayAnswer.BadGateway();
        }
    }

    private static async Task<bool> WriteFirstAsync(HttpContext http, ReadOnlyMemory<byte> payload)
    {
        if (ProxyResponse.Parse(payload)?.ToAnswer(acceptsBinary: true) is not { } answer)
        {
            return false;
        }

        await answer.WriteAsync(http);
        return true;
    }

    /// <summary>An integration names a function by its ARN, or by the ARN of its invocations.</summary>
    internal static string FunctionArnOf(string uri)
    {
        const string path = "path/2015-03-31/functions/";
        var at = uri.IndexOf(path, StringComparison.Ordinal);
        return at < 0 ? uri : uri[(at + path.Length)..].Replace("/invocations", "", StringComparison.Ordinal);
    }

    private async Task ProxyAsync(GatewayRequest request, HttpIntegration integration, IReadOnlyDictionary<string, string> values, ReadOnlyMemory<byte> body)
    {
        var http = request.Http.Request;
        var uri = values.Aggregate(integration.IntegrationUri!, static (uri, value) => uri
            .Replace($"{{{value.Key}}}", Uri.EscapeDataString(value.Value), StringComparison.Ordinal)
            .Replace($"{{{value.Key}+}}", string.Join('/', value.Value.Split('/').Select(Uri.EscapeDataString)), StringComparison.Ordinal));
        var method = integration.IntegrationMethod is null or "ANY" ? http.Method : integration.IntegrationMethod;
        var answer = await measure.MeasureAsync(backend.SendAsync(
            method, uri + http.QueryString, HttpBackendAnswer.EndToEnd(http.Headers), body, TimeSpan.FromMilliseconds(integration.TimeoutInMillis), request.Aborted));
        await answer.WriteAsync(request.Http);
    }

    /// <summary>What the configuration says goes before what the function says; a preflight is answered without it.</summary>
    private static bool ApplyCors(HttpContext http, CorsConfiguration cors)
    {
        var rules = new UrlCors(
            cors.AllowCredentials, ArrayOf(cors.AllowHeaders), ArrayOf(cors.AllowMethods), ArrayOf(cors.AllowOrigins), ArrayOf(cors.ExposeHeaders), cors.MaxAge);
        if (UrlCorsHeaders.Apply(http, rules))
        {
            return true;
        }

        http.Response.OnStarting(() =>
        {
            UrlCorsHeaders.Apply(http, rules);
            return Task.CompletedTask;
        });
        return false;
    }

    private static ImmutableArray<string>? ArrayOf(ImmutableList<string>? list) => list?.ToImmutableArray();
}
