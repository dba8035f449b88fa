using System.Buffers.Text;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;

namespace Headrace.Lab.Load.Http;

/// <summary>One keep-alive HTTP/1.1 connection, one request at a time.</summary>
/// <remarks>
/// Half the processor time of <c>SocketsHttpHandler</c> for the same request (docs/decisions/0007-load-generator.md): on the machine that also runs what is measured,
/// that is what the generator must not take. Redirects are not followed, nothing is sent twice, no <c>Expect</c>.
/// </remarks>
/// <param name="trusted">Null: the system's.</param>
internal sealed class HttpConnection(HttpOrigin origin, TrustedAuthorities? trusted = null) : IDisposable
{
    private const int MaximumHead = 64 * 1024;

    /// <summary>Head and body below this leave in one piece.</summary>
    private const int OnePiece = 16 * 1024;

    private byte[] _input = new byte[16 * 1024];
    private int _start, _end;
    private Socket? _socket;
    private SslStream? _tls;
    private string? _aborted;

    public HttpAnswer Answer { get; } = new();

    /// <summary>When it became idle or began its exchange, by <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public long Since { get; set; }

    /// <summary>Whether another request may follow on it.</summary>
    public bool IsOpen { get; private set; }

    private ReadOnlySpan<byte> Unread => _input.AsSpan(_start, _end - _start);

    /// <summary>The other side has closed it, or has sent what nobody asked for.</summary>
    public bool IsStale => _socket is null || _socket.Poll(0, SelectMode.SelectRead);

    /// <summary>Sends the request and reads its answer to the end, into <see cref="Answer"/>.</summary>
    /// <exception cref="ExchangeException">Refused, reset, closed early, cut off, or no HTTP.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask ExchangeAsync(RequestBuffer request, bool isHeadRequest)
    {
        IsOpen = false;
        Answer.Clear();
        var isConnected = _socket is not null;
        try
        {
            if (!isConnected)
            {
                await ConnectAsync();
                isConnected = true;
            }

            request.TryJoin(OnePiece);
            await SendAsync(request.Head);
            if (!request.Body.IsEmpty)
            {
                await SendAsync(request.Body);
            }

            IsOpen = await ReceiveAsync(isHeadRequest);
        }
        catch (Exception failure) when (failure is SocketException or IOException or AuthenticationException or ObjectDisposedException)
        {
            throw new ExchangeException(_aborted ?? Sentence(failure, isConnected), isConnected, failure);
        }
    }

    /// <summary>Ends an exchange from outside; it fails with that reason.</summary>
    public void Abort(string reason)
    {
        _aborted ??= reason;
        _socket?.Dispose();
    }

    public void Dispose()
    {
        _tls?.Dispose();
        _socket?.Dispose();
    }

    /// <summary>Opens the connection, with its TLS handshake where the origin asks for one.</summary>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    /// <exception cref="AuthenticationException">The certificate is not trusted, is another host's, or it is no TLS.</exception>
    public async Task ConnectAsync()
    {
        var address = origin.Address;
        _socket = address is not null ? new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) : new Socket(SocketType.Stream, ProtocolType.Tcp);
        ObjectDisposedException.ThrowIf(_aborted is not null, this);
        _socket.NoDelay = true;
        await (address is not null ? _socket.ConnectAsync(address, origin.Port) : _socket.ConnectAsync(origin.Host, origin.Port));
        if (origin.IsTls)
        {
            _tls = new SslStream(new NetworkStream(_socket, ownsSocket: false));
            await _tls.AuthenticateAsClientAsync(TrustedAuthorities.OptionsFor(origin.Host, trusted));
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_tls is not null)
        {
            await _tls.WriteAsync(bytes);
            return;
        }

        while (!bytes.IsEmpty)
        {
            bytes = bytes[await _socket!.SendAsync(bytes)..];
        }
    }

    /// <returns>Whether the connection lives on.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> ReceiveAsync(bool isHeadRequest)
    {
        AnswerHead head;
        do
        {
            int end;
            while ((end = Unread.IndexOf("\r\n\r\n"u8)) < 0)
            {
                await FillAsync();
            }

            head = AnswerHead.Read(Unread[..end], isHeadRequest, Answer);
            _start += end + 4;
        }
        while (Answer.Status is >= 100 and < 200);

        if (head.IsChunked)
        {
            await ReceiveChunksAsync();
        }
        else if (head.Length >= 0)
        {
            await ReceiveBodyAsync(head.Length);
        }
        else
        {
            await ReceiveToEndAsync();
        }

        return head.KeepAlive;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ReceiveBodyAsync(long length)
    {
        while (true)
        {
            var there = (int)Math.Min(length, _end - _start);
            Answer.AddBody(_input.AsSpan(_start, there));
            _start += there;
            length -= there;
            if (length == 0)
            {
                return;
            }

            await FillAsync();
        }
    }

    private async Task ReceiveChunksAsync()
    {
        while (true)
        {
            await LineAsync();
            var line = TakeLine();
            if (!Utf8Parser.TryParse(line, out long size, out var used, 'x') || size < 0 || (used < line.Length && line[used] is not ((byte)';' or (byte)' ')))
            {
                throw new ExchangeException("a chunk's size is not a number", isConnected: true);
            }

            await ReceiveBodyAsync(size);
            await LineAsync();
            while (size == 0 && !TakeLine().IsEmpty)
            {
                await LineAsync(); // a trailer
            }

            if (size == 0)
            {
                return;
            }

            if (!TakeLine().IsEmpty)
            {
                throw new ExchangeException("a chunk is longer than its size", isConnected: true);
            }
        }
    }

    private async Task ReceiveToEndAsync()
    {
        try
        {
            while (true)
            {
                await ReceiveBodyAsync(_end - _start);
                await FillAsync();
            }
        }
        catch (EndOfStreamException)
        {
            // As it should be.
        }
    }

    private async ValueTask LineAsync()
    {
        while (Unread.IndexOf("\r\n"u8) < 0)
        {
            await FillAsync();
        }
    }

    private ReadOnlySpan<byte> TakeLine()
    {
        var line = Unread[..Unread.IndexOf("\r\n"u8)];
        _start += line.Length + 2;
        return line;
    }

    /// <summary>More bytes behind those that are there; these move to the buffer's beginning.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FillAsync()
    {
        Unread.CopyTo(_input);
        (_start, _end) = (0, _end - _start);
        if (_end == _input.Length)
        {
            if (_end >= MaximumHead)
            {
                throw new ExchangeException($"the answer has a head or a line longer than {MaximumHead} bytes", isConnected: true);
            }

            Array.Resize(ref _input, 2 * _input.Length);
        }

        var count = await (_tls is null ? _socket!.ReceiveAsync(_input.AsMemory(_end)) : _tls.ReadAsync(_input.AsMemory(_end)));
        _end += count > 0 ? count : throw new EndOfStreamException("the connection was closed before the answer was whole");
    }

    private string Sentence(Exception failure, bool isConnected) => failure switch
    {
        EndOfStreamException => failure.Message,
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => $"{origin} refuses connections",
        SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.Shutdown } or IOException { InnerException: SocketException } when isConnected => "the connection was reset",
        AuthenticationException => $"{origin}: {failure.InnerException?.Message ?? failure.Message}",
        _ => isConnected ? failure.Message : $"{origin}: {failure.Message}",
    };
}
