using System.Collections.Concurrent;

namespace Headrace.Lab.Load.Http;

/// <summary>Connections to one origin: the one used last is used next, a new one where none is idle. Exchanges that take too long are ended.</summary>
internal sealed class ConnectionPool : IDisposable
{
    private static readonly TimeSpan _beat = TimeSpan.FromMilliseconds(50);

    /// <summary>An idle connection this old is looked at before it is trusted: servers close them.</summary>
    private static readonly TimeSpan _trusted = TimeSpan.FromSeconds(1);

    private readonly ConcurrentStack<HttpConnection> _idle = new();
    private readonly ConcurrentDictionary<HttpConnection, byte> _busy = new();
    private readonly HttpOrigin _origin;
    private readonly TrustedAuthorities? _authorities;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly ITimer _sweep;

    public ConnectionPool(HttpOrigin origin, TimeSpan timeout, TimeProvider time, TrustedAuthorities? trusted = null)
    {
        (_origin, _timeout, _time, _authorities) = (origin, timeout, time, trusted);
        _sweep = time.CreateTimer(_ => EndOverdue(), null, _beat, _beat);
    }

    public HttpOrigin Origin => _origin;

    public HttpConnection Rent()
    {
        HttpConnection? connection;
        while (_idle.TryPop(out connection) && _time.GetElapsedTime(connection.Since) > _trusted && connection.IsStale)
        {
            connection.Dispose();
        }

        connection ??= new HttpConnection(_origin, _authorities);
        connection.Since = _time.GetTimestamp();
        _busy[connection] = 0;
        return connection;
    }

    public void Return(HttpConnection connection)
    {
        _busy.TryRemove(connection, out _);
        if (connection.IsOpen)
        {
            connection.Since = _time.GetTimestamp();
            _idle.Push(connection);
        }
        else
        {
            connection.Dispose();
        }
    }

    public void AbortAll(string reason)
    {
        foreach (var connection in _busy.Keys)
        {
            connection.Abort(reason);
        }
    }

    public void Dispose()
    {
        _sweep.Dispose();
        while (_idle.TryPop(out var connection))
        {
            connection.Dispose();
        }
    }

    private void EndOverdue()
    {
        foreach (var (connection, _) in _busy)
        {
            if (_time.GetElapsedTime(connection.Since) > _timeout)
            {
                connection.Abort(FormattableString.Invariant($"no answer within {_timeout.TotalSeconds:0.###} s"));
            }
        }
    }
}
