using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Headrace.Functions.RuntimeApi;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace Headrace.Gateway.RuntimeApi;

/// <summary>One environment's address. A connection that is not from the environment's own processes is dropped without a word.</summary>
internal sealed partial class RuntimeApiListener : IRuntimeApiAddress
{
    private readonly Socket _socket;
    private readonly Func<IPEndPoint, IPEndPoint, Task<RuntimeSession?>> _admit;
    private readonly SocketConnectionContextFactory _contexts;
    private readonly AcceptedConnections _connections;
    private readonly ILogger _log;

    public RuntimeApiListener(
        Socket socket, Func<IPEndPoint, IPEndPoint, Task<RuntimeSession?>> admit, SocketConnectionContextFactory contexts, AcceptedConnections connections, ILogger log)
    {
        _socket = socket;
        _admit = admit;
        _contexts = contexts;
        _connections = connections;
        _log = log;
        EndPoint = (IPEndPoint)socket.LocalEndPoint!;
        _ = AcceptAsync();
    }

    public IPEndPoint EndPoint { get; }

    public void Dispose() => _socket.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                await AdmitAsync(await _socket.AcceptAsync());
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException or ChannelClosedException)
        {
            // The environment is gone.
        }
    }

    private async Task AdmitAsync(Socket connection)
    {
        RuntimeSession? session = null;
        try
        {
            connection.NoDelay = true;
            var peer = (IPEndPoint)connection.RemoteEndPoint!;
            session = await _admit(peer, (IPEndPoint)connection.LocalEndPoint!);
            if (session is null)
            {
                LogRefused(_log, EndPoint, peer);
            }
        }
        catch (SocketException)
        {
            // The peer hung up at once.
        }

        if (session is null)
        {
            connection.Dispose();
            return;
        }

        var context = _contexts.Create(connection);
        var known = new RuntimeConnection(session);
        context.Features.Set(known);
        context.ConnectionClosed.Register(static state => ((RuntimeConnection)state!).Session.Abandon(state), known);
        await _connections.AddAsync(context);
    }

    [LoggerMessage(EventId = 3100, Level = LogLevel.Warning, Message = "Runtime API {Address}: refused a connection from {Peer}, which is none of the environment's processes")]
    private static partial void LogRefused(ILogger log, IPEndPoint address, IPEndPoint peer);
}
