using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Headrace.Gateway.RuntimeApi;

/// <summary>What Kestrel takes for its only listener: the connections that the environments' own listeners have admitted.</summary>
internal sealed class AcceptedConnections : IConnectionListenerFactory, IConnectionListener
{
    /// <summary>Names the listener; nothing is bound to it.</summary>
    public static readonly EndPoint Address = new DnsEndPoint("runtime-api.invalid", 80);

    private readonly Channel<ConnectionContext> _accepted = Channel.CreateBounded<ConnectionContext>(new BoundedChannelOptions(1024) { SingleReader = true });

    public EndPoint EndPoint => Address;

    public ValueTask AddAsync(ConnectionContext connection) => _accepted.Writer.WriteAsync(connection);

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => new(this);

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        await _accepted.Reader.WaitToReadAsync(cancellationToken) && _accepted.Reader.TryRead(out var connection) ? connection : null;

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _accepted.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => UnbindAsync();
}
