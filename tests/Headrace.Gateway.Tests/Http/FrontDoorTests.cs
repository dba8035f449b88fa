using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Headrace.Wire.Signing;
using Xunit;
using static Headrace.Gateway.Tests.Http.TestGateway;

namespace Headrace.Gateway.Tests.Http;

public sealed class FrontDoorTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await StartAsync();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [InlineData("bucket.localhost", "/bucket/key")]
    [InlineData("bucket.localhost:4566", "/bucket/key")]
    [InlineData("Bucket.localhost", "/bucket/key")]
    [InlineData("bucket.s3.localhost", "/bucket/key")]
    [InlineData("bucket.s3.eu-west-1.localhost", "/bucket/key")]
    [InlineData("my.dotted.bucket.s3.localhost", "/my.dotted.bucket/key")]
    [InlineData("bucket.s3.localhost.localstack.cloud:4566", "/bucket/key")]
    [InlineData("bucket.s3.us-east-1.localhost.localstack.cloud", "/bucket/key")]
    [InlineData("bucket.s3.amazonaws.com", "/bucket/key")]
    [InlineData("bucket.s3.us-east-1.amazonaws.com", "/bucket/key")]
    [InlineData("bucket.s3-us-west-2.amazonaws.com", "/bucket/key")]
    [InlineData("s3.amazonaws.com", "/key")]
    [InlineData("s3.us-east-1.amazonaws.com", "/key")]
    [InlineData("s3.localhost", "/key")]
    [InlineData("s3.localhost.localstack.cloud:4566", "/key")]
    [InlineData("localhost.localstack.cloud", "/key")]
    [InlineData("localhost:4566", "/key")]
    [InlineData("[::1]:4566", "/key")]
    [InlineData("example.org", "/key")]
    public async Task A_bucket_in_the_host_becomes_part_of_the_path(string host, string path)
    {
        using HttpResponseMessage response = await _gateway.Client.SendAsync("s3", HttpMethod.Get, "/key", headers: [KeyValuePair.Create("Host", host)]);
        Assert.Equal(path, (await SeenAsync(response))["path"]);
    }

    [Fact]
    public async Task Http_2_without_tls_is_spoken_on_the_same_port()
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Host"] = "bucket.s3.localhost" };
        new RequestSigner(Main, "us-east-1", TimeProvider.System).SignHeaders("s3", "PUT", "/key", headers, PayloadHash.Unsigned);
        for (int turn = 0; turn < 2; turn++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, _gateway.Address("/key"))
            {
                Version = HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = new ByteArrayContent(new byte[300_000]),
            };
            foreach ((string name, string value) in headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using HttpResponseMessage response = await _gateway.Http.SendAsync(request);
            Dictionary<string, string?> seen = await SeenAsync(response);
            Assert.Equal((HttpVersion.Version20, "/bucket/key", "300000"), (response.Version, seen["path"], seen["read"]));
        }

        await _gateway.AssertStillServesAsync();
    }

    [Fact]
    public async Task A_first_byte_that_comes_alone_is_waited_for()
    {
        string request = $"PUT /b/k HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
        (int status, _) = Assert.Single(await _gateway.SendRawAsync(1, request[..1], request[1..3], request[3..]));
        Assert.Equal(200, status);
    }

    [Fact]
    public async Task Health_says_version_and_rooms()
    {
        using JsonDocument health = JsonDocument.Parse(await _gateway.Http.GetStringAsync(_gateway.Address("/_headrace/health")));
        Assert.Equal("ok", health.RootElement.GetProperty("status").GetString());
        Assert.Equal("running", health.RootElement.GetProperty("rooms").GetProperty("store").GetString());
        Assert.Matches(@"^\d+\.\d+\.\d+", health.RootElement.GetProperty("version").GetString());
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_named()
    {
        using HttpResponseMessage json = await _gateway.Client.SendAsync(
            "dynamodb", HttpMethod.Post, "/", new StringContent("{}"), [KeyValuePair.Create("X-Amz-Target", "DynamoDB_20120810.ListTables")]);
        Assert.Equal((HttpStatusCode.NotImplemented, "{\"__type\":\"NotImplemented\",\"message\":\"The service \\u0027dynamodb\\u0027 is not implemented.\"}"), (json.StatusCode, await json.Content.ReadAsStringAsync()));
        using HttpResponseMessage xml = await _gateway.Client.SendAsync("sts", HttpMethod.Post, "/", new StringContent("Action=GetCallerIdentity"));
        Assert.Equal(HttpStatusCode.NotImplemented, xml.StatusCode);
        Assert.Contains("<Code>NotImplemented</Code><Message>The service 'sts' is not implemented.</Message>", await xml.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_expected_is_logged_once_and_answered_as_an_internal_error()
    {
        _gateway.S3.OnRequest = static _ => throw new InvalidOperationException("a detail that is nobody's business");
        _gateway.Lambda.OnRequest = static _ => throw new InvalidOperationException();
        using HttpResponseMessage s3 = await _gateway.Client.SendAsync("s3", HttpMethod.Get, "/b");
        await AssertErrorAsync(500, "InternalError|We encountered an internal error. Please try again.", s3);
        Assert.DoesNotContain("detail", await s3.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains(Assert.Single(s3.Headers.GetValues("x-amz-request-id")), Assert.Single(_gateway.Log.Lines), StringComparison.Ordinal);
        using HttpResponseMessage lambda = await _gateway.Client.SendAsync("lambda", HttpMethod.Get, "/2015-03-31/functions");
        await AssertErrorAsync(500, "ServiceException|", lambda);
        _gateway.S3.OnRequest = static _ => Task.CompletedTask;
        await _gateway.AssertStillServesAsync();
    }

    [Fact]
    public async Task An_error_to_HEAD_has_no_body_and_leaves_the_connection_in_order()
    {
        List<(int Status, string Body)> answers = await _gateway.SendRawAsync(
            2, "HEAD /2015-03-31/functions HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET /b HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Assert.Equal((403, ""), answers[0]);
        Assert.Equal(200, answers[1].Status);
        Assert.StartsWith("{", answers[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_early_error_does_not_mistake_the_unread_body_for_a_request()
    {
        string body = string.Concat(Enumerable.Repeat("GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n", 5000));
        List<(int Status, string Body)> answers = await _gateway.SendRawAsync(
            3,
            string.Create(CultureInfo.InvariantCulture, $"PUT /b/k?X-Amz-Algorithm=x HTTP/1.1\r\nHost: localhost\r\nContent-Length: {body.Length}\r\n\r\n{body}"),
            "GET /after HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Assert.Equal([400, 200], answers.Select(static answer => answer.Status));
        Assert.Contains("/after", answers[1].Body, StringComparison.Ordinal);
        Assert.Single(_gateway.S3.Handled);
    }

    [Fact]
    public async Task A_body_that_waits_for_100_is_asked_for_only_when_it_is_wanted()
    {
        (int refused, _) = Assert.Single(await _gateway.SendRawAsync(
            1, "PUT /b/k?X-Amz-Algorithm=x HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 1000000\r\n\r\n"));
        Assert.Equal(400, refused);
        (int wanted, _) = Assert.Single(await _gateway.SendRawAsync(
            1, "PUT /b/k HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"));
        Assert.Equal(100, wanted);
        await _gateway.AssertStillServesAsync();
    }

    [Fact]
    public async Task A_client_that_leaves_is_no_error()
    {
        var entered = new TaskCompletionSource();
        var left = new TaskCompletionSource();
        _gateway.S3.OnRequest = async request =>
        {
            entered.TrySetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, request.Aborted);
            }
            finally
            {
                left.TrySetResult();
            }
        };
        using (var leaving = new CancellationTokenSource())
        {
            Task<HttpResponseMessage> request = _gateway.Http.GetAsync(_gateway.Address("/b"), leaving.Token);
            await entered.Task;
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        }

        await left.Task;
        _gateway.S3.OnRequest = static _ => Task.CompletedTask;
        await _gateway.AssertStillServesAsync();
        Assert.Empty(_gateway.Log.Lines);
    }

    [Fact]
    public async Task A_connection_reset_in_the_middle_of_a_body_is_no_error()
    {
        var reading = new TaskCompletionSource();
        _gateway.S3.OnRequest = async request =>
        {
            await request.Body.ReadExactlyAsync(new byte[5], request.Aborted);
            reading.SetResult();
        };
        using (var client = new TcpClient { LingerState = new LingerOption(true, 0) })
        {
            await client.ConnectAsync(_gateway.Host.Endpoint.Host, _gateway.Host.Endpoint.Port);
            await client.GetStream().WriteAsync("PUT /b/k HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhello"u8.ToArray());
            await reading.Task;
        }

        _gateway.S3.OnRequest = static _ => Task.CompletedTask;
        await _gateway.AssertStillServesAsync();
        await _gateway.Host.StopAsync(CancellationToken.None);
        Assert.Single(_gateway.S3.Handled);
        Assert.Empty(_gateway.Log.Lines);
    }

    [Fact]
    public async Task A_lambda_request_has_a_largest_size()
    {
        var headers = new Dictionary<string, string> { ["Host"] = "localhost", ["Content-Length"] = "1048577" };
        new RequestSigner(Main, "us-east-1", TimeProvider.System).SignHeaders("lambda", "POST", "/2015-03-31/functions", headers, PayloadHash.Empty);
        (int status, string body) = Assert.Single(await _gateway.SendRawAsync(
            1, $"POST /2015-03-31/functions HTTP/1.1\r\n{string.Concat(headers.Select(static header => $"{header.Key}: {header.Value}\r\n"))}\r\n"));
        Assert.Equal((413, "RequestEntityTooLargeException|Request must be smaller than 1048576 bytes"), (status, body));
    }

    [Fact]
    public async Task An_absolute_target_is_read_as_its_path()
    {
        (int status, string body) = Assert.Single(await _gateway.SendRawAsync(1, "GET http://localhost/b//../k?x HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        Assert.Equal(200, status);
        Assert.Contains("\"path\":\"/b//../k\"", body, StringComparison.Ordinal);
    }
}
