using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Urls;

/// <summary>AWS's <c>FunctionUrlConfig</c>.</summary>
/// <param name="FunctionUrl">On the endpoint that the caller used.</param>
internal sealed record UrlAnswer(
    string FunctionUrl, string FunctionArn, string AuthType, UrlCors? Cors, string CreationTime, string? LastModifiedTime, string? InvokeMode)
{
    public static UrlAnswer Of(LambdaCall call, string arn, FunctionUrl url) => new(
        FunctionUrlHost.UrlOf(call.Request, url.UrlId), arn, url.AuthType, url.Cors, url.CreationTime, url.LastModifiedTime, url.InvokeMode);
}
