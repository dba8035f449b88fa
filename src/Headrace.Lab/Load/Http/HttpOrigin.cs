using System.Net;

namespace Headrace.Lab.Load.Http;

/// <summary>Where connections go.</summary>
internal sealed record HttpOrigin(string Host, int Port, bool IsTls)
{
    /// <summary>As in a Host header.</summary>
    public string Authority { get; } = Port == (IsTls ? 443 : 80) ? Bracketed(Host) : $"{Bracketed(Host)}:{Port}";

    /// <summary>What needs no look-up: an address, or a name below <c>localhost</c>, which is the machine itself (RFC 6761). Null: a name.</summary>
    public IPAddress? Address { get; } = IPAddress.TryParse(Host, out var address) ? address : Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback : null;

    public static HttpOrigin Of(Uri url) => new(url.IdnHost, url.Port, url.Scheme == "https");

    public override string ToString() => $"{(IsTls ? "https" : "http")}://{Authority}";

    private static string Bracketed(string host) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
}
