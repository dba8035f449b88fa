using System.Net;
using System.Net.Sockets;
using System.Text;
using Headrace.Functions.RuntimeApi;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Headrace.Gateway.RuntimeApi;

/// <summary>The Runtime API of all environments: one Kestrel, without middleware, fed by a listening socket per environment.</summary>
public sealed class RuntimeApiServer : IRuntimeApiHost, IAsyncDisposable
{
    /// <summary>Kestrel adds its own "infinite" to the clock, and overflows.</summary>
    private static readonly TimeSpan Forever = TimeSpan.FromDays(3650);

    private readonly KestrelServer _kestrel;
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private readonly AcceptedConnections _connections = new();
    private readonly SocketConnectionContextFactory _contexts;
    private readonly ILogger _log;

    private RuntimeApiServer(ILoggerFactory logs)
    {
        _log = logs.CreateLogger<RuntimeApiServer>();
        _contexts = new SocketConnectionContextFactory(
            new SocketConnectionFactoryOptions
            {
                // The thread that has the runtime's bytes carries the invocation on: no hop to another.
                IOQueueCount = 0,
                UnsafePreferInlineScheduling = true,
            },
            _log);
        var options = new KestrelServerOptions { ApplicationServices = _services, AddServerHeader = false, ResponseHeaderEncodingSelector = static _ => Encoding.UTF8 };
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.Limits.KeepAliveTimeout = Forever;
        options.Limits.RequestHeadersTimeout = Forever;
        options.Listen(AcceptedConnections.Address, static listen => listen.Protocols = HttpProtocols.Http1);
        _kestrel = new KestrelServer(Options.Create(options), _connections, logs);
    }

    public static async Task<RuntimeApiServer> StartAsync(ILoggerFactory logs, CancellationToken cancellationToken)
    {
        var server = new RuntimeApiServer(logs);
        await server._kestrel.StartAsync(new RuntimeApiApplication(), cancellationToken);
        return server;
    }

    public IRuntimeApiAddress Listen(IPAddress address, Func<IPEndPoint, IPEndPoint, Task<RuntimeSession?>> admit)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, 0));
            socket.Listen(128);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        return new RuntimeApiListener(socket, admit, _contexts, _connections, _log);
    }

    /// <summary>Closes the connections that are left. The environments have been stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _kestrel.StopAsync(atOnce.Token);
        _kestrel.Dispose();
        _contexts.Dispose();
        await _services.DisposeAsync();
    }
}
