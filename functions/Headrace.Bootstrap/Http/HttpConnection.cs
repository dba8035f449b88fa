using System.Buffers.Text;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Headrace.Bootstrap.Http;

/// <summary>One keep-alive HTTP/1.1 connection, synchronous, for one thread.</summary>
/// <remarks>
/// A function process runs one invocation at a time, so it needs neither a pool nor a scheduler; what it needs is to reach its
/// first <c>/next</c> and then each answer soon: <c>HttpClient</c> takes more than twice as long for a warm invocation
/// (docs/decisions/0002-bootstrap-aot-net9.md).
/// Grammar: RFC 9112: status line, header lines, a body by Content-Length, by chunked coding, or up to the close.
/// </remarks>
internal sealed class HttpConnection(HttpOrigin origin, TimeSpan? timeout = null) : IDisposable
{
    private const int MaximumHead = 64 * 1024;

    /// <summary>Above this an idle connection gives its body buffer back.</summary>
    private const int RetainedBody = 4 * 1024 * 1024;

    private Socket? socket;
    private Stream? stream;
    private byte[] input = new byte[16 * 1024];
    private int start, end;

    /// <summary>A request that fits is one call and one packet to wait for; a small image does.</summary>
    private readonly byte[] output = new byte[32 * 1024];

    private byte[] body = [];
    private int bodyLength;

    /// <summary>Sends one request and reads its answer whole.</summary>
    /// <param name="head">Request line and headers with the empty line that ends them.</param>
    /// <param name="maximumBody">Bytes of answer accepted.</param>
    /// <exception cref="HttpConnectionException">Also when the answer did not arrive in time; whether the request took effect is then unknown.</exception>
    /// <exception cref="HttpBodyTooLargeException" />
    public HttpReply Exchange(ReadOnlySpan<byte> head, ReadOnlySpan<byte> content, long maximumBody)
    {
        var complete = false;
        try
        {
            Open();
            Send(head, content);
            var reply = Receive(maximumBody, out var keepAlive);
            complete = keepAlive;
            return reply;
        }
        catch (Exception exception) when (exception is SocketException or IOException or System.Security.Authentication.AuthenticationException)
        {
            throw new HttpConnectionException($"{origin.Host}:{origin.Port}: {exception.Message}", exception);
        }
        finally
        {
            if (!complete)
            {
                Close();
            }
        }
    }

    private void Open()
    {
        if (body.Length > RetainedBody)
        {
            body = [];
        }

        // An idle connection that is readable was closed by the other side: nothing was asked, so nothing is being answered.
        if (socket is not null && socket.Poll(0, SelectMode.SelectRead))
        {
            Close();
        }

        if (socket is not null)
        {
            return;
        }

        start = end = 0;
        if (IPAddress.TryParse(origin.Host, out var address))
        {
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        }
        else
        {
            socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        }

        socket.NoDelay = true;
        if (timeout is { } limit)
        {
            socket.ReceiveTimeout = socket.SendTimeout = (int)limit.TotalMilliseconds;
        }

        if (address is not null)
        {
            socket.Connect(new IPEndPoint(address, origin.Port));
        }
        else
        {
            socket.Connect(origin.Host, origin.Port);
        }

        if (origin.Tls)
        {
            var tls = new SslStream(new NetworkStream(socket, ownsSocket: false));
            stream = tls;
            tls.AuthenticateAsClient(origin.Host);
        }
    }

    private void Close()
    {
        stream?.Dispose();
        socket?.Dispose();
        (stream, socket) = (null, null);
    }

    private void Send(ReadOnlySpan<byte> head, ReadOnlySpan<byte> content)
    {
        // A large body is sent from where it lies.
        if (head.Length + content.Length <= output.Length)
        {
            head.CopyTo(output);
            content.CopyTo(output.AsSpan(head.Length));
            Write(output.AsSpan(0, head.Length + content.Length));
            return;
        }

        Write(head);
        Write(content);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (stream is not null)
        {
            stream.Write(bytes);
            return;
        }

        while (!bytes.IsEmpty)
        {
            bytes = bytes[socket!.Send(bytes)..];
        }
    }

    private int Read(Span<byte> destination)
    {
        var count = stream is null ? socket!.Receive(destination) : stream.Read(destination);
        return count > 0 ? count : throw new HttpConnectionException($"{origin.Host}:{origin.Port} closed the connection");
    }

    private HttpReply Receive(long maximumBody, out bool keepAlive)
    {
        int status;
        ReadOnlyMemory<byte> head;
        do
        {
            (status, head) = ReceiveHead();
        }
        while (status is >= 100 and < 200);

        bodyLength = 0;
        keepAlive = !(HttpReply.TryFind(head.Span, "connection"u8, out var connection) && Ascii.EqualsIgnoreCase(connection, "close"u8));
        if (status is 204 or 304)
        {
            return new HttpReply(status, head, default);
        }

        if (HttpReply.TryFind(head.Span, "transfer-encoding"u8, out var coding) && Ascii.EqualsIgnoreCase(coding, "chunked"u8))
        {
            head = head.ToArray(); // chunk lines are read through the same buffer
            ReceiveChunks(maximumBody);
        }
        else if (HttpReply.TryFind(head.Span, "content-length"u8, out var text))
        {
            if (!Utf8Parser.TryParse(text, out long length, out var used) || used != text.Length || length < 0)
            {
                throw new HttpConnectionException("Content-Length is not a number");
            }

            ReceiveBody(length, maximumBody);
        }
        else
        {
            keepAlive = false;
            head = head.ToArray();
            ReceiveToEnd(maximumBody);
        }

        return new HttpReply(status, head, body.AsMemory(0, bodyLength));
    }

    /// <summary>Leaves <c>start</c> behind the head; what the head is a view of stays where it is until the next read of a line.</summary>
    private (int Status, ReadOnlyMemory<byte> Head) ReceiveHead()
    {
        Compact();
        var searched = 0;
        int length;
        while ((length = input.AsSpan(searched, end - searched).IndexOf("\r\n\r\n"u8)) < 0)
        {
            searched = Math.Max(0, end - 3);
            Fill();
        }

        var head = input.AsMemory(0, searched + length + 2);
        start = searched + length + 4;
        var line = head.Span[..head.Span.IndexOf("\r\n"u8)];
        if (line.Length < 12 || !line.StartsWith("HTTP/1."u8) || !Utf8Parser.TryParse(line.Slice(9, 3), out int status, out var digits) || digits != 3)
        {
            throw new HttpConnectionException("The answer is not HTTP/1.1");
        }

        return (status, head[(line.Length + 2)..]);
    }

    private void ReceiveBody(long length, long maximumBody)
    {
        if (bodyLength + length > maximumBody)
        {
            throw new HttpBodyTooLargeException(maximumBody);
        }

        var target = bodyLength + (int)length;
        if (body.Length < target)
        {
            Array.Resize(ref body, bodyLength == 0 ? target : Math.Max(target, (int)Math.Min(maximumBody, 2L * bodyLength)));
        }

        var buffered = Math.Min((int)length, end - start);
        input.AsSpan(start, buffered).CopyTo(body.AsSpan(bodyLength));
        start += buffered;
        bodyLength += buffered;
        while (bodyLength < target)
        {
            bodyLength += Read(body.AsSpan(bodyLength, target - bodyLength));
        }
    }

    private void ReceiveChunks(long maximumBody)
    {
        while (true)
        {
            var line = ReceiveLine();
            if (!Utf8Parser.TryParse(line, out long size, out var used, 'x') || size < 0 || (used < line.Length && line[used] is not ((byte)';' or (byte)' ')))
            {
                throw new HttpConnectionException("A chunk's size is not a number");
            }

            if (size == 0)
            {
                while (!ReceiveLine().IsEmpty)
                {
                    // Trailers say nothing that is needed here.
                }

                return;
            }

            ReceiveBody(size, maximumBody);
            if (!ReceiveLine().IsEmpty)
            {
                throw new HttpConnectionException("A chunk is longer than its size");
            }
        }
    }

    private void ReceiveToEnd(long maximumBody)
    {
        ReceiveBody(end - start, maximumBody);
        while (true)
        {
            var count = stream is null ? socket!.Receive(input) : stream.Read(input);
            (start, end) = (0, count);
            if (count == 0)
            {
                return;
            }

            ReceiveBody(count, maximumBody);
        }
    }

    private ReadOnlySpan<byte> ReceiveLine()
    {
        int length;
        while ((length = input.AsSpan(start, end - start).IndexOf("\r\n"u8)) < 0)
        {
            Compact();
            Fill();
        }

        var line = input.AsSpan(start, length);
        start += length + 2;
        return line;
    }

    private void Compact()
    {
        input.AsSpan(start, end - start).CopyTo(input);
        (start, end) = (0, end - start);
    }

    private void Fill()
    {
        if (end == input.Length)
        {
            if (input.Length >= MaximumHead)
            {
                throw new HttpConnectionException($"The answer's head is longer than {MaximumHead} bytes");
            }

            Array.Resize(ref input, input.Length * 2);
        }

        end += Read(input.AsSpan(end));
    }

    public void Dispose() => Close();
}
