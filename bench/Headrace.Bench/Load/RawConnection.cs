using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace Headrace.Bench.Load;

/// <summary>One keep-alive HTTP/1.1 connection on a blocking socket: as little client as possible beside the server under test.</summary>
public sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[256 * 1024];

    public RawConnection(IPEndPoint server) => _socket.Connect(server);

    /// <summary>Sends one request and reads its whole response, which must say how long it is. Returns the status.</summary>
    public int Exchange(ReadOnlySpan<byte> request)
    {
        while (!request.IsEmpty)
        {
            request = request[_socket.Send(request)..];
        }

        var filled = 0;
        int headEnd;
        while ((headEnd = _buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8)) < 0)
        {
            filled += Receive(filled);
        }

        var head = _buffer.AsSpan(0, headEnd + 2);
        if (!Utf8Parser.TryParse(head[9..], out int status, out _))
        {
            throw new IOException("The answer has no status line.");
        }

        if (ContentLength(head) is { } length)
        {
            var left = length - (filled - headEnd - 4);
            while (left > 0)
            {
                left -= Receive(0);
            }
        }
        else if (status is not (204 or 304 or 202) || IsChunked(head))
        {
            while (!_buffer.AsSpan(0, filled).EndsWith("0\r\n\r\n"u8))
            {
                if (filled > _buffer.Length / 2)
                {
                    _buffer.AsSpan(filled - 8, 8).CopyTo(_buffer);
                    filled = 8;
                }

                filled += Receive(filled);
            }
        }

        return status;
    }

    public void Dispose() => _socket.Dispose();

    private static long? ContentLength(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("Content-Length: "u8);
        if (at < 0)
        {
            at = head.IndexOf("content-length: "u8);
        }

        return at >= 0 && Utf8Parser.TryParse(head[(at + 16)..], out long length, out _) ? length : null;
    }

    private static bool IsChunked(ReadOnlySpan<byte> head) => head.IndexOf("chunked"u8) >= 0;

    private int Receive(int at)
    {
        var read = _socket.Receive(_buffer.AsSpan(at));
        return read > 0 ? read : throw new IOException("The server closed the connection.");
    }
}
