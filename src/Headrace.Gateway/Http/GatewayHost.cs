using Microsoft.Extensions.Logging;

namespace Headrace.Gateway.Http;

/// <summary>The listening front door, in front of the services' endpoints.</summary>
public sealed class GatewayHost : IAsyncDisposable
{
    /// <summary>Starts listening; returns when requests are accepted.</summary>
    /// <exception cref="GatewayStartException">One sentence: the address is taken, is none, or may not be served without authentication.</exception>
    public static Task<GatewayHost> StartAsync(
        GatewayOptions options, IReadOnlyList<IServiceEndpoint> services, TimeProvider time, ILoggerFactory logs, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>Scheme, host and the real port: <c>http://127.0.0.1:4566</c>.</summary>
    public Uri Endpoint => throw new NotImplementedException();

    /// <summary>Accepts nothing new, lets requests under way end (at most <see cref="GatewayOptions.DrainTimeout"/>), then closes.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
