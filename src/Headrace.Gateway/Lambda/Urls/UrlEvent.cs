using Headrace.Gateway.ExecuteApi;

namespace Headrace.Gateway.Lambda.Urls;

/// <summary>An HTTP request as the event of a function URL: the payload format 2.0 of HTTP APIs, with one route and no stage.</summary>
internal static class UrlEvent
{
    public static ReadOnlyMemory<byte> Of(GatewayRequest request, string urlId, ReadOnlyMemory<byte> body, DateTimeOffset now) => new HttpEvent
    {
        RawPath = request.RawPath,
        FullPath = request.RawPath,
        AccountId = request.AccessKeyId is null ? "anonymous" : request.Scope.AccountId,
        ApiId = urlId,
        IsSigned = request.AccessKeyId is not null,
    }.Write(request, body, now);

    internal static string TraceIdOf(GatewayRequest request) => Caller.TraceIdOf(request);
}
