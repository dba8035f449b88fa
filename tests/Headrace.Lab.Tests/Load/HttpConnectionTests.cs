using System.Net.Sockets;
using System.Text;
using Headrace.Lab.Load.Http;

namespace Headrace.Lab.Tests.Load;

public sealed class HttpConnectionTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello", true)]
    [InlineData("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nTrailer: x\r\n\r\n", 200, "hello", true)]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n", 201, "", true)]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", 204, "", true)]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n", 302, "", true)]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", 200, "ok", false)]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", 200, "ok", false)]
    public async Task Answers_are_read_to_their_end(string answer, int status, string body, bool isOpen)
    {
        await using var server = FakeServer.Answering(answer);
        using var connection = new HttpConnection(HttpOrigin.Of(server.Url));

        for (var again = 0; again < (isOpen ? 3 : 1); again++)
        {
            await connection.ExchangeAsync(Request(), isHeadRequest: false);
            Assert.Equal((status, body, isOpen), (connection.Answer.Status, Encoding.ASCII.GetString(connection.Answer.BodyStart), connection.IsOpen));
        }

        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task An_answer_without_a_length_ends_with_its_connection()
    {
        await using var server = new FakeServer((_, socket) =>
        {
            socket.Send("HTTP/1.1 200 OK\r\n\r\nto the end"u8);
            return null;
        });
        using var connection = new HttpConnection(HttpOrigin.Of(server.Url));

        await connection.ExchangeAsync(Request(), isHeadRequest: false);

        Assert.Equal(("to the end", false), (Encoding.ASCII.GetString(connection.Answer.BodyStart), connection.IsOpen));
    }

    [Fact]
    public async Task Bodies_of_any_size_go_there_and_come_back()
    {
        var payload = new string('x', 3_000_000);
        await using var server = new FakeServer((request, _) => FakeServer.Ok(request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]));
        using var connection = new HttpConnection(HttpOrigin.Of(server.Url));
        var request = new RequestBuffer { Body = Encoding.ASCII.GetBytes(payload) };
        request.Append("POST / HTTP/1.1\r\nHost: h\r\n"u8);
        request.End(hasBody: true);

        await connection.ExchangeAsync(request, isHeadRequest: false);

        Assert.Equal(payload.Length, connection.Answer.BodyLength);
        Assert.True(connection.IsOpen);
    }

    [Fact]
    public async Task Who_answered_is_known_by_its_request_id()
    {
        await using var server = FakeServer.Answering(FakeServer.Ok("{}", "x-amzn-RequestId: 8476a536\r\nX-Amz-Function-Error: Unhandled\r\n"));
        using var connection = new HttpConnection(HttpOrigin.Of(server.Url));

        await connection.ExchangeAsync(Request(), isHeadRequest: false);

        Assert.Equal(("8476a536", true), (connection.Answer.RequestId, connection.Answer.IsFunctionError));
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n", "the answer is not HTTP/1.1")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n", "Content-Length is not a number")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", "a chunk's size is not a number")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n", "a chunk is longer than its size")]
    public async Task What_is_no_http_is_said(string answer, string complaint)
    {
        await using var server = FakeServer.Answering(answer);
        using var connection = new HttpConnection(HttpOrigin.Of(server.Url));

        var failure = await Assert.ThrowsAsync<ExchangeException>(async () => await connection.ExchangeAsync(Request(), isHeadRequest: false));

        Assert.Contains(complaint, failure.Message, StringComparison.Ordinal);
        Assert.False(connection.IsOpen);
    }

    [Fact]
    public async Task A_connection_that_closes_before_the_answer_is_whole_fails_the_exchange()
    {
        await using var server = new FakeServer((_, socket) =>
        {
            socket.Send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"u8);
            return null;
        });
        using var connection = new HttpConnection(HttpOrigin.Of(server.Url));

        var failure = await Assert.ThrowsAsync<ExchangeException>(async () => await connection.ExchangeAsync(Request(), isHeadRequest: false));

        Assert.Equal(("the connection was closed before the answer was whole", true), (failure.Message, failure.IsConnected));
    }

    [Fact]
    public async Task A_reset_is_told_from_a_refusal()
    {
        var server = new FakeServer((_, socket) =>
        {
            socket.LingerState = new LingerOption(enable: true, 0);
            socket.Close();
            return null;
        });
        using var connection = new HttpConnection(HttpOrigin.Of(server.Url));
        var reset = await Assert.ThrowsAsync<ExchangeException>(async () => await connection.ExchangeAsync(Request(), isHeadRequest: false));
        await server.DisposeAsync();
        using var another = new HttpConnection(HttpOrigin.Of(server.Url));
        var refused = await Assert.ThrowsAsync<ExchangeException>(async () => await another.ExchangeAsync(Request(), isHeadRequest: false));

        Assert.Equal(("the connection was reset", true), (reset.Message, reset.IsConnected));
        Assert.Equal(($"http://{server.Url.Authority} refuses connections", false), (refused.Message, refused.IsConnected));
    }

    [Fact]
    public async Task An_exchange_that_takes_too_long_is_ended_and_says_how_long_it_had()
    {
        using var never = new ManualResetEventSlim();
        await using var server = new FakeServer((_, _) =>
        {
            never.Wait();
            return null;
        });
        using var pool = new ConnectionPool(HttpOrigin.Of(server.Url), TimeSpan.FromMilliseconds(200), TimeProvider.System);
        var connection = pool.Rent();

        var failure = await Assert.ThrowsAsync<ExchangeException>(async () => await connection.ExchangeAsync(Request(), isHeadRequest: false));
        pool.Return(connection);
        never.Set();

        Assert.Equal("no answer within 0.2 s", failure.Message);
        Assert.NotSame(connection, pool.Rent());
    }

    private static RequestBuffer Request()
    {
        var request = new RequestBuffer();
        request.Append("GET / HTTP/1.1\r\nHost: h\r\n"u8);
        request.End(hasBody: false);
        return request;
    }
}
