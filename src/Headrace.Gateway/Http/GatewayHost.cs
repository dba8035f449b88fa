using System.Net;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Headrace.Gateway.Http;

/// <summary>The listening front door, in front of the services' endpoints.</summary>
public sealed class GatewayHost : IAsyncDisposable
{
    private readonly KestrelServer _server;
    private readonly TimeSpan _drainTimeout;
    private readonly TimeProvider _time;
    private Task? _stopping;

    private GatewayHost(KestrelServer server, Uri endpoint, TimeSpan drainTimeout, TimeProvider time)
    {
        _server = server;
        _drainTimeout = drainTimeout;
        _time = time;
        Endpoint = endpoint;
    }

    /// <summary>Scheme, host and the real port: <c>http://127.0.0.1:4566</c>. A host that listens everywhere is named by its loopback address.</summary>
    public Uri Endpoint { get; }

    /// <summary>Starts listening; returns when requests are accepted.</summary>
    /// <exception cref="GatewayStartException">One sentence: the address is taken, is none, or may not be served without authentication.</exception>
    public static async Task<GatewayHost> StartAsync(
        GatewayOptions options, IReadOnlyList<IServiceEndpoint> services, TimeProvider time, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        IPAddress address = AddressOf(options.Host);
        if (!options.Authenticate && !IPAddress.IsLoopback(address))
        {
            throw new GatewayStartException($"Requests without signatures are served on loopback only, and {options.Host} is not loopback.");
        }

        if (options.Port is < 0 or > IPEndPoint.MaxPort)
        {
            throw new GatewayStartException($"{options.Port} is not a port.");
        }

        var door = new FrontDoor(options, services, time, logs.CreateLogger("Headrace.Gateway"));
        var kestrelLog = new KestrelLog(logs);
        var server = new KestrelServer(
            Options.Create(Configure(new IPEndPoint(address, options.Port))),
            LargeBlockSockets.Create(kestrelLog), kestrelLog);
        try
        {
            await server.StartAsync(new GatewayApplication(door.HandleAsync), cancellationToken);
        }
        catch (IOException exception)
        {
            server.Dispose();
            throw new GatewayStartException($"Cannot listen on {options.Host}:{options.Port}: {exception.Message}", exception);
        }

        var bound = new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
        IPAddress reachable = address.Equals(IPAddress.Any) ? IPAddress.Loopback : address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : address;
        return new GatewayHost(server, new Uri($"http://{new IPEndPoint(reachable, bound.Port)}"), options.DrainTimeout, time);
    }

    /// <summary>Accepts nothing new, lets requests under way end (at most <see cref="GatewayOptions.DrainTimeout"/>), then closes.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _stopping ??= DrainAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _server.Dispose();
    }

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_drainTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await _server.StopAsync(either.Token);
    }

    private static IPAddress AddressOf(string host) =>
        host == "localhost" ? IPAddress.Loopback
        : IPAddress.TryParse(host, out IPAddress? address) ? address
        : throw new GatewayStartException($"'{host}' is neither an IP address nor localhost.");

    private static KestrelServerOptions Configure(IPEndPoint endpoint)
    {
        // Objects have any size and clients any speed; what is read is written through, so a slow one costs a connection and no memory.
        var options = new KestrelServerOptions { AddServerHeader = false, AllowAlternateSchemes = true };
        options.ResponseHeaderEncodingSelector = static _ => Encoding.UTF8; // as requests are read: an object's headers go out as they came in
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.Limits.MaxRequestLineSize = 16 * 1024; // a presigned URL with a key of 1,024 encoded bytes and a session token
        options.Limits.Http2.InitialStreamWindowSize = 1024 * 1024;
        options.Limits.Http2.InitialConnectionWindowSize = 4 * 1024 * 1024;
        options.Listen(endpoint, static listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            Http2Preface.Use(listen);
        });
        return options;
    }
}
