using System.Net;
using System.Net.Sockets;
using System.Text;
using Headrace.Bootstrap.Http;

namespace Headrace.Vision.Tests.Bootstrap;

/// <summary>The HTTP/1.1 client against a server that says exactly what the test tells it to.</summary>
public sealed class HttpConnectionTests : IDisposable
{
    private static readonly byte[] Request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray();

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly HttpConnection connection;

    public HttpConnectionTests()
    {
        listener.Start();
        connection = new HttpConnection(HttpOrigin.Plain(listener.LocalEndpoint.ToString()!));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", "")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nTrailer: t\r\n\r\n", "hello world")]
    [InlineData("HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n0\r\n\r\n", "")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length:  2 \r\n\r\nok", "ok")]
    public async Task A_body_is_read_whole_however_the_bytes_are_split(string answer, string body)
    {
        var bytes = Encoding.ASCII.GetBytes(answer);
        foreach (var piece in new[] { 1, 3, 7, bytes.Length })
        {
            var server = ServeAsync(bytes, piece);
            var reply = connection.Exchange(Request, default, 1000);

            Assert.Equal(body, Encoding.ASCII.GetString(reply.Body.Span));
            (await server).Dispose();
        }
    }

    [Fact]
    public async Task A_body_without_a_length_ends_with_the_connection()
    {
        var server = ServeAsync("HTTP/1.1 200 OK\r\nX-A: b\r\n\r\nto the end"u8.ToArray(), 4, thenClose: true);
        var reply = connection.Exchange(Request, default, 1000);

        Assert.Equal("to the end", Encoding.ASCII.GetString(reply.Body.Span));
        Assert.Equal("b", reply.Header("x-a"u8));
        await server;
    }

    [Fact]
    public async Task Two_exchanges_use_one_connection()
    {
        var answer = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na"u8.ToArray();
        using var server = await ServeAsync(answer, 100, during: () => connection.Exchange(Request, default, 10));
        var exchange = Task.Run(() => connection.Exchange(Request, default, 10).Status);
        await server.GetStream().ReadExactlyAsync(new byte[Request.Length]);
        await server.GetStream().WriteAsync(answer);

        Assert.Equal(200, await exchange);
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task A_connection_that_was_closed_while_idle_is_made_anew()
    {
        await ServeAsync("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na"u8.ToArray(), 100, thenClose: true, during: () => connection.Exchange(Request, default, 10));
        var server = ServeAsync("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb"u8.ToArray(), 100);

        Assert.Equal((byte)'b', connection.Exchange(Request, default, 10).Body.Span[0]);
        (await server).Dispose();
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9999999999999\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\nhello world\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nhello world")]
    public async Task A_body_larger_than_the_limit_is_refused_and_the_next_exchange_works(string answer)
    {
        var server = ServeAsync(Encoding.ASCII.GetBytes(answer), 1000, thenClose: true);
        Assert.Throws<HttpBodyTooLargeException>(() => connection.Exchange(Request, default, 10));
        await server;

        var next = ServeAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray(), 100);
        Assert.Equal(2, connection.Exchange(Request, default, 10).Body.Length);
        (await next).Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n")]
    [InlineData("HTTP/2 200\r\n\r\n")]
    public async Task What_is_cut_short_or_no_http_is_one_kind_of_error(string answer)
    {
        var server = ServeAsync(Encoding.ASCII.GetBytes(answer), 1000, thenClose: true);

        Assert.Throws<HttpConnectionException>(() => connection.Exchange(Request, default, 1000));
        await server;
    }

    [Fact]
    public void Nobody_listening_is_the_same_kind_of_error()
    {
        listener.Stop();

        Assert.Throws<HttpConnectionException>(() => connection.Exchange(Request, default, 1000));
    }

    [Fact]
    public async Task A_head_without_an_end_is_not_read_for_ever()
    {
        var server = ServeAsync([.. "HTTP/1.1 200 OK\r\n"u8, .. Enumerable.Repeat((byte)'x', 200_000)], 10_000, thenClose: true);

        Assert.Contains("longer than", Assert.Throws<HttpConnectionException>(() => connection.Exchange(Request, default, 1000)).Message, StringComparison.Ordinal);
        await server;
    }

    [Theory]
    [InlineData("127.0.0.1:9001", "127.0.0.1", 9001)]
    [InlineData("localhost", "localhost", 80)]
    [InlineData("[::1]:80", "::1", 80)]
    public void An_origin_is_read_from_host_and_port(string text, string host, int port) =>
        Assert.Equal(new HttpOrigin(false, host, port), HttpOrigin.Plain(text));

    /// <summary>Accepts a connection, reads the request's head and answers in pieces.</summary>
    private async Task<TcpClient> ServeAsync(byte[] answer, int piece, bool thenClose = false, Action? during = null)
    {
        var exchange = during is null ? Task.CompletedTask : Task.Run(during);
        var client = await listener.AcceptTcpClientAsync();
        client.NoDelay = true;
        var stream = client.GetStream();
        var request = new byte[Request.Length];
        await stream.ReadExactlyAsync(request);
        try
        {
            for (var at = 0; at < answer.Length; at += piece)
            {
                await stream.WriteAsync(answer.AsMemory(at, Math.Min(piece, answer.Length - at)));
            }
        }
        catch (IOException)
        {
            // The client has read enough and has gone.
        }

        await exchange;
        if (thenClose)
        {
            client.Dispose();
        }

        return client;
    }

    public void Dispose()
    {
        connection.Dispose();
        listener.Dispose();
    }
}
