using Headrace.Lab.Load.Http;
using Headrace.Wire.Signing;

namespace Headrace.Lab.Load.Targets;

/// <summary>Signed requests to one origin, written as bytes.</summary>
internal sealed class AwsRequests(HttpOrigin origin, RequestSigner signer)
{
    public HttpOrigin Origin => origin;

    /// <param name="target">Path and query as sent.</param>
    public void Write(RequestBuffer request, string service, string method, string target, string trace, Payload payload, params ReadOnlySpan<KeyValuePair<string, string>> headers)
    {
        var signed = new Dictionary<string, string>(8, StringComparer.OrdinalIgnoreCase) { ["Host"] = origin.Authority, [Trace.Header] = trace };
        foreach (var (name, value) in headers)
        {
            signed[name] = value;
        }

        signer.SignHeaders(service, method, target, signed, payload.Hash);
        request.Append(method);
        request.Append(" "u8);
        request.Append(target);
        request.Append(" HTTP/1.1\r\n"u8);
        foreach (var (name, value) in signed)
        {
            request.AppendHeader(name, value);
        }

        request.Body = payload.Bytes;
        request.End(hasBody: true);
    }
}
