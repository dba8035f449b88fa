using Headrace.Functions.Invocations;
using Headrace.Functions.Registry;
using Headrace.Gateway.ExecuteApi;
using Headrace.Gateway.Lambda.Invocations;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.Lambda.Urls;

/// <summary>Any request to the host of a function URL.</summary>
internal static class InvokeFunctionUrl
{
    private const string Forbidden = "Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html";

    public static async Task HandleAsync(GatewayRequest request, LambdaServices services, string urlId)
    {
        var http = request.Http;
        if (services.Registry.FindUrl(urlId) is not { } found)
        {
            throw LambdaErrors.NotFound();
        }

        var (function, qualifier) = found;
        var url = function.Urls[qualifier];
        if (UrlCorsHeaders.Apply(http, url.Cors))
        {
            return;
        }

        if (!IsAllowed(request, function, qualifier, url) || services.Registry.Resolve(function.Id, qualifier) is not { } resolved)
        {
            throw LambdaErrors.AccessDenied(Forbidden);
        }

        var body = await RequestBody.ReadAsync(request, LambdaLimits.SynchronousPayload, static () => new LambdaException(
            "RequestEntityTooLargeException", 413, "Request Entity Too Large", type: null));
        var payload = UrlEvent.Of(request, urlId, body, services.Time.GetUtcNow());
        var invocation = new InvocationRequest(
            resolved.Version, resolved.Limits, resolved.InvokedArn, request.RequestId, payload, TraceId: UrlEvent.TraceIdOf(request));
        var result = await Invoke.RunAsync(services.Invoker, invocation, request.Aborted);
        if (result.FunctionError is not null || !await InferredResponse.TryWriteAsync(http, result.Payload))
        {
            await FailAsync(http);
        }
    }

    /// <summary>The function failed, or returned what is no response.</summary>
    private static async Task FailAsync(HttpContext http)
    {
        http.Response.StatusCode = 502;
        http.Response.ContentType = "application/json";
        http.Response.Headers["x-amzn-ErrorType"] = "InternalServerErrorException";
        await InferredResponse.SendAsync(http, "Internal Server Error"u8.ToArray());
    }

    /// <summary><c>NONE</c>: the function's policy lets everybody; <c>AWS_IAM</c>: the owner, or an account that the policy names.</summary>
    private static bool IsAllowed(GatewayRequest request, Function function, string qualifier, FunctionUrl url)
    {
        var policy = function.Policies.GetValueOrDefault(qualifier, []);
        return url.AuthType == "NONE"
            ? policy.Any(static statement => statement.AllowsUrl("NONE"))
            : request.AccessKeyId is not null && (request.Scope.AccountId == function.Id.AccountId || policy.Any(statement => statement.AllowsAccount("lambda:InvokeFunctionUrl", request.Scope.AccountId)));
    }
}
