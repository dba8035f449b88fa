using Headrace.Wire.Signing;

namespace Headrace.Gateway.Http;

/// <summary>Which service a request is for.</summary>
/// <param name="Service">As in a credential scope: <c>s3</c>, <c>lambda</c>, <c>dynamodb</c>.</param>
/// <param name="RawPath">With the bucket of a virtual host folded in.</param>
/// <param name="MayBeAnonymous">The service itself decides about requests without a signature.</param>
internal sealed record ServiceRoute(string Service, string RawPath, bool MayBeAnonymous)
{
    private const string EmulatorPath = "/2015-03-31/functions/function/invocations";

    /// <summary>
    /// A function URL's host; else the service in the credential scope; else the service in <c>X-Amz-Target</c>; else Lambda for a path that begins with
    /// one of its API's dates, and our own telemetry for <c>/_headrace/</c>; else S3.
    /// </summary>
    public static ServiceRoute Of(IncomingRequest request)
    {
        string host = WithoutPort(request.FindHeader("Host") ?? "");
        if (VirtualHost.IsFunctionUrl(host))
        {
            return new ServiceRoute("lambda", request.RawPath, MayBeAnonymous: true);
        }

        string service = SignatureClaim.ServiceOf(request) ?? TargetService(request) ?? ServiceOfPath(request.RawPath);
        if (service == "s3")
        {
            return new ServiceRoute(service, VirtualHost.BucketOf(host) is { } bucket ? $"/{bucket}{request.RawPath}" : request.RawPath, MayBeAnonymous: true);
        }

        // The runtime interface emulator takes unsigned invocations of its one function. A web page must not be able to make them: browsers name their origin.
        bool isEmulated = service == "lambda" && request.RawPath == EmulatorPath && request.FindHeader("Origin") is null && request.FindHeader("Sec-Fetch-Site") is null;
        return new ServiceRoute(service, request.RawPath, MayBeAnonymous: isEmulated);
    }

    /// <summary><c>dynamodb</c> of <c>X-Amz-Target: DynamoDB_20120810.PutItem</c>.</summary>
    private static string? TargetService(IncomingRequest request) =>
        request.FindHeader("X-Amz-Target") is { } target ? target.Split('_', '.')[0].ToLowerInvariant() : null;

    private static string ServiceOfPath(string path) =>
        HasApiDate(path) ? "lambda" : path.StartsWith("/_headrace/", StringComparison.Ordinal) ? "headrace" : "s3";

    /// <summary>Whether the path begins like <c>/2015-03-31/</c>.</summary>
    private static bool HasApiDate(string path) =>
        path is ['/', '2', '0', >= '0' and <= '9', >= '0' and <= '9', '-', >= '0' and <= '9', >= '0' and <= '9', '-', >= '0' and <= '9', >= '0' and <= '9', '/', ..];

    private static string WithoutPort(string host)
    {
        int colon = host.LastIndexOf(':');
        return colon > host.LastIndexOf(']') ? host[..colon] : host;
    }
}
