using Microsoft.Extensions.Primitives;

namespace Headrace.Gateway.ExecuteApi;

/// <summary>Which headers a REST API keeps on their way, as recorded from AWS in December 2024.</summary>
/// <remarks><see href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html"/></remarks>
internal static class RestHeaders
{
    /// <summary>Of a client's request neither functions nor templates nor backends see these.</summary>
    private static readonly HashSet<string> Withheld = Names(
        "Connection", "Content-Length", "Content-MD5", "Expect", "Max-Forwards", "Proxy-Authenticate", "Server", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "WWW-Authenticate");

    /// <summary>Nor do backends see these.</summary>
    private static readonly HashSet<string> WithheldFromBackends = Names("Content-Encoding", "Host", "Keep-Alive", "Proxy-Authorization", "Proxy-Connection");

    /// <summary>Mapped to a backend, they are left out.</summary>
    private static readonly HashSet<string> Dropped = Names("Connection", "Expect", "Proxy-Authenticate", "TE");

    /// <summary>Mapped, they make an integration fail.</summary>
    private static readonly HashSet<string> Fatal = Names("Content-Length", "Transfer-Encoding");

    /// <summary>Mapped, they make an integration with a function fail: its requests have their own.</summary>
    private static readonly HashSet<string> FatalToFunctions = Names("Authorization", "Connection", "Expect", "Proxy-Authenticate", "TE");

    /// <summary>A method's answer has its own; what was meant for it goes on under another name.</summary>
    private static readonly HashSet<string> Remapped = Names(
        "Authorization", "Connection", "Content-Length", "Content-MD5", "Date", "Expect", "Host", "Max-Forwards", "Proxy-Authenticate", "Server", "Trailer", "Upgrade", "User-Agent",
        "WWW-Authenticate", "x-amzn-RequestId");

    public static List<KeyValuePair<string, StringValues>> OfRequest(List<KeyValuePair<string, StringValues>> headers)
    {
        headers.RemoveAll(static header => Withheld.Contains(header.Key));
        return headers;
    }

    /// <summary>What goes to a backend: the mapped headers instead of the request's own.</summary>
    /// <param name="own">None where a template makes the request.</param>
    /// <exception cref="GatewayAnswer">A header is mapped that must not be.</exception>
    public static List<KeyValuePair<string, StringValues>> ToBackend(RestCall call, IEnumerable<KeyValuePair<string, StringValues>> own, RequestMapping mapped)
    {
        RequireMappable(mapped, isFunction: false);
        return RequestMapping.Merge(
            [.. own.Where(static header => !WithheldFromBackends.Contains(header.Key))],
            [
                .. mapped.Headers.Where(static header => !Dropped.Contains(header.Key)),
                new("X-Amzn-Apigateway-Api-Id", call.Api.Id),
                new("X-Amzn-Trace-Id", Caller.TraceIdOf(call.Request)),
            ]);
    }

    /// <exception cref="GatewayAnswer">A header is mapped that must not be.</exception>
    public static void RequireMappable(RequestMapping mapped, bool isFunction)
    {
        if (mapped.Headers.Exists(header => Fatal.Contains(header.Key) || (isFunction && FatalToFunctions.Contains(header.Key))))
        {
            throw GatewayAnswer.Misconfigured();
        }
    }

    public static RestAnswer OfAnswer(RestAnswer answer) => answer with
    {
        Headers = [.. answer.Headers.Select(static header => Remapped.Contains(header.Key) ? new($"x-amzn-Remapped-{header.Key}", header.Value) : header)],
    };

    private static HashSet<string> Names(params string[] names) => new(names, StringComparer.OrdinalIgnoreCase);
}
