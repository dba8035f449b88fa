namespace Headrace.Bootstrap.Http;

/// <summary>Where a connection goes: scheme, host and port.</summary>
internal readonly record struct HttpOrigin(bool Tls, string Host, int Port)
{
    /// <param name="hostAndPort"><c>127.0.0.1:9001</c>, as <c>AWS_LAMBDA_RUNTIME_API</c> spells it; port 80 when absent.</param>
    public static HttpOrigin Plain(string hostAndPort)
    {
        var colon = hostAndPort.LastIndexOf(':');
        return colon < 0 || hostAndPort.EndsWith(']')
            ? new HttpOrigin(false, hostAndPort.Trim('[', ']'), 80)
            : new HttpOrigin(false, hostAndPort[..colon].Trim('[', ']'), int.Parse(hostAndPort.AsSpan(colon + 1), provider: null));
    }

    public static HttpOrigin Of(Uri address) => new(address.Scheme == Uri.UriSchemeHttps, address.IdnHost, address.Port);
}
