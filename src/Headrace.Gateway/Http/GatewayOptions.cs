using Headrace.Wire.Signing;

namespace Headrace.Gateway.Http;

/// <summary>Where the gateway listens and whom it believes.</summary>
public sealed record GatewayOptions
{
    /// <summary>An IP address, or <c>localhost</c>. Anything but loopback must be asked for.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>0 picks a free one; <see cref="GatewayHost.Endpoint"/> says which.</summary>
    public int Port { get; init; } = 4566;

    /// <summary>False believes every request without a signature; refused at start unless <see cref="Host"/> is loopback.</summary>
    public bool Authenticate { get; init; } = true;

    public required KeyRing Keys { get; init; }

    /// <summary>The rooms' states for <c>GET /_headrace/health</c>: name → <c>running</c>, or what is wrong.</summary>
    public Func<IReadOnlyDictionary<string, string>> Rooms { get; init; } = static () => new Dictionary<string, string>();

    /// <summary>Whether functions have the processors that their memory buys: for the health page.</summary>
    public bool CpuShare { get; init; }

    /// <summary>How long a stop waits for requests under way.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
