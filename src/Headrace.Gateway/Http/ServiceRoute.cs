using Headrace.Wire.Signing;

namespace Headrace.Gateway.Http;

/// <summary>Which service a request is for.</summary>
/// <param name="Service">As in a credential scope: <c>s3</c>, <c>lambda</c>, <c>dynamodb</c>.</param>
/// <param name="RawPath">With the bucket of a virtual host folded in.</param>
/// <param name="MayBeAnonymous">The service itself decides about requests without a signature.</param>
internal sealed record ServiceRoute(string Service, string RawPath, bool MayBeAnonymous)
{
    private const string EmulatorPath = "/2015-03-31/functions/function/invocations";

    private const string PrometheusPath = "/metrics";

    /// <summary>
    /// A deployed API or a function URL, by host or path; else the service in the credential scope; else the service in <c>X-Amz-Target</c>; else
    /// the one whose API the path begins like (<see cref="ServiceOfPath"/>); a form at the root is STS's, whose federations are not signed; else S3.
    /// </summary>
    public static ServiceRoute Of(IncomingRequest request)
    {
        string host = WithoutPort(request.FindHeader("Host") ?? "");
        if (VirtualHost.IsFunctionUrl(host))
        {
            return new ServiceRoute("lambda", request.RawPath, MayBeAnonymous: true);
        }

        if (VirtualHost.IsApi(host) || IsApiPath(request.RawPath))
        {
            return new ServiceRoute("execute-api", request.RawPath, MayBeAnonymous: true);
        }

        string? signedFor = SignatureClaim.ServiceOf(request);
        string service = signedFor ?? TargetService(request) ?? ServiceOfPath(request, host);
        if (service == "s3")
        {
            return new ServiceRoute(service, VirtualHost.BucketOf(host) is { } bucket ? $"/{bucket}{request.RawPath}" : request.RawPath, MayBeAnonymous: true);
        }

        // A web page must reach none of these: browsers name their origin.
        bool isFromPage = request.FindHeader("Origin") is not null || request.FindHeader("Sec-Fetch-Site") is not null;
        // The runtime interface emulator takes unsigned invocations of its one function; Prometheus signs nothing; STS has operations that nobody signs.
        bool isUnsigned = service switch
        {
            "lambda" => request.RawPath == EmulatorPath,
            "headrace" => request.RawPath == PrometheusPath,
            _ => service == "sts",
        };
        return new ServiceRoute(service, request.RawPath, MayBeAnonymous: isUnsigned && !isFromPage);
    }

    /// <summary>The signing name of the service of <c>X-Amz-Target: DynamoDB_20120810.PutItem</c>.</summary>
    private static string? TargetService(IncomingRequest request) => request.FindHeader("X-Amz-Target")?.Split('_', '.')[0] switch
    {
        null => null,
        "GraniteServiceVersion20100801" => "monitoring",
        "AmazonEC2ContainerRegistry" => "ecr",
        { } name => name.ToLowerInvariant(), // DynamoDB_20120810, Logs_20140328
    };

    private static string ServiceOfPath(IncomingRequest request, string host)
    {
        string path = request.RawPath;
        return HasApiDate(path) ? "lambda"
            : path.StartsWith("/_headrace/", StringComparison.Ordinal) || (path == PrometheusPath && request.Method == "GET") ? "headrace"
            : path.StartsWith("/service/GraniteServiceVersion20100801/", StringComparison.Ordinal) ? "monitoring"
            : IsForm(request, host) ? "sts"
            : "s3";
    }

    /// <summary>Whether it is a form for the root of the endpoint, where no bucket is.</summary>
    private static bool IsForm(IncomingRequest request, string host) => request is { RawPath: "/", Method: "POST" } && VirtualHost.BucketOf(host) is null &&
        request.FindHeader("Content-Type")?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Whether the path leads to a deployed API: <c>/restapis/{id}/{stage}/_user_request_/…</c> or <c>/_apis/{name}/…</c>.</summary>
    private static bool IsApiPath(string path)
    {
        if (path.StartsWith("/_apis/", StringComparison.Ordinal))
        {
            return true;
        }

        return path.StartsWith("/restapis/", StringComparison.Ordinal)
            && path.Split('/', 6) is [_, _, _, _, "_user_request_", ..];
    }

    /// <summary>Whether the path begins like <c>/2015-03-31/</c>.</summary>
    private static bool HasApiDate(string path) =>
        path is ['/', '2', '0', >= '0' and <= '9', >= '0' and <= '9', '-', >= '0' and <= '9', >= '0' and <= '9', '-', >= '0' and <= '9', >= '0' and <= '9', '/', ..];

    private static string WithoutPort(string host)
    {
        int colon = host.LastIndexOf(':');
        return colon > host.LastIndexOf(']') ? host[..colon] : host;
    }
}
