using Headrace.Wire.Signing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Headrace.Gateway.Http;

/// <summary>A request as it stands on the wire: Kestrel decodes and normalises paths, signatures and object keys want them as sent.</summary>
internal sealed class IncomingRequest : ISignableRequest
{
    private readonly IHeaderDictionary _headers;

    public IncomingRequest(HttpContext http)
    {
        _headers = http.Request.Headers;
        Method = http.Request.Method;
        string target = OriginForm(http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        int query = target.IndexOf('?', StringComparison.Ordinal);
        RawPath = query < 0 ? target : target[..query];
        RawQuery = query < 0 ? "" : target[(query + 1)..];
    }

    public string Method { get; }

    public string RawPath { get; }

    public string RawQuery { get; }

    public IEnumerable<string> HeaderNames => _headers.Keys;

    public string? FindHeader(string name)
    {
        StringValues lines = _headers[name];
        return lines.Count switch
        {
            0 => null,
            1 => lines[0],
            _ => string.Join(',', lines.Select(static line => line?.Trim())),
        };
    }

    /// <summary>The path and query of an absolute target (<c>GET http://host/path HTTP/1.1</c>, as clients of a proxy send it).</summary>
    private static string OriginForm(string target)
    {
        if (target.StartsWith('/'))
        {
            return target;
        }

        int authority = target.IndexOf("://", StringComparison.Ordinal);
        int path = authority < 0 ? -1 : target.IndexOf('/', authority + 3);
        return path < 0 ? "/" : target[path..];
    }
}
