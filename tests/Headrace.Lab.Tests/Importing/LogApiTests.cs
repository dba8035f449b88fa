using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Headrace.Lab.Importing;
using Headrace.Lab.Joining;
using Headrace.Lab.Tests.Load;
using Headrace.Wire.Signing;

namespace Headrace.Lab.Tests.Importing;

/// <summary>What a log service answers now and then, and what a broken one might, over a real socket.</summary>
public sealed class LogApiTests
{
    private const string Group = "/aws/lambda/gauge";
    private const string Cut = "cut: ";
    private const string Throttled = """{"__type":"ThrottlingException","message":"Rate exceeded"}""";

    private readonly HurriedTime _time = new(LogApi.Patience);
    private readonly InvocationLog _log = new();

    [Fact]
    public async Task Pages_are_followed_to_the_one_without_a_token_and_empty_ones_are_no_end()
    {
        await using var server = Answering(Page("b", "1", "2"), Page("c"), Page("d"), Page(null, "3"));

        await ReadAsync(server, start: DateTimeOffset.FromUnixTimeMilliseconds(1000), end: DateTimeOffset.FromUnixTimeMilliseconds(9000));

        Assert.Equal(["1", "2", "3"], _log.Invocations.Select(invocation => invocation.RequestId));
        Assert.Equal([null, "b", "c", "d"], Inputs(server).Select(input => (string?)input["nextToken"]));
        Assert.All(Inputs(server), input => Assert.Equal((Group, 10_000, 1000, 9000), ((string?)input["logGroupName"], (int)input["limit"]!, (int)input["startTime"]!, (int)input["endTime"]!)));
        Assert.Empty(_time.Waits);
    }

    [Fact]
    public async Task What_passes_is_waited_for_and_asked_again()
    {
        var page = Page(null, "1");
        await using var server = Answering(
            Refused(400, Throttled), Refused(429, "{}"), Refused(503, "busy"), null, Cut + page, Refused(500, """{"__type":"InternalFailure"}"""), page);

        await ReadAsync(server);

        Assert.Equal("1", Assert.Single(_log.Invocations).RequestId);
        Assert.Equal(1, _log.Events);
        Assert.Equal(6, _time.Waits.Count);
        Assert.All(_time.Waits.Index(), wait => Assert.InRange(wait.Item.TotalMilliseconds, 100 << wait.Index, 200 << wait.Index));
    }

    [Fact]
    public async Task A_page_in_the_middle_is_asked_for_again_with_its_own_token()
    {
        await using var server = Answering(Page("b", "1"), Refused(400, Throttled), Page(null, "2"));

        await ReadAsync(server);

        Assert.Equal([null, "b", "b"], Inputs(server).Select(input => (string?)input["nextToken"]));
        Assert.Equal(["1", "2"], _log.Invocations.Select(invocation => invocation.RequestId));
    }

    [Fact]
    public async Task It_gives_up_with_the_last_refusal()
    {
        await using var server = FakeServer.Answering(Refused(400, Throttled));

        var refusal = await Assert.ThrowsAsync<LabException>(() => ReadAsync(server));

        Assert.Equal($"{server.Url} does not give the events of {Group}, asked 9 times: 400 {Throttled}", refusal.Message);
        Assert.Equal(9, server.Requests.Count);
        Assert.InRange(_time.Waits[^1].TotalSeconds, 10, 20);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_asked_for_again()
    {
        using var asked = new ManualResetEventSlim();
        var requests = 0;
        await using var server = new FakeServer((_, _) =>
        {
            if (Interlocked.Increment(ref requests) == 1)
            {
                _time.Expire();
                asked.Wait();
                return null;
            }

            asked.Set();
            return Page(null, "1");
        });

        await ReadAsync(server);

        Assert.Equal("1", Assert.Single(_log.Invocations).RequestId);
        Assert.Single(_time.Waits);
    }

    [Fact]
    public async Task An_empty_page_that_leads_to_itself_is_asked_for_again()
    {
        await using var server = Answering(Page("b", "1"), Page("b"), Page("b"), Page("c", "2"), Page("c"), Page(null, "3"));

        await ReadAsync(server);

        Assert.Equal(["1", "2", "3"], _log.Invocations.Select(invocation => invocation.RequestId));
        Assert.Equal([null, "b", "b", "b", "c", "c"], Inputs(server).Select(input => (string?)input["nextToken"]));
        Assert.Equal(3, _time.Waits.Count);
    }

    [Fact]
    public async Task A_service_that_does_not_get_on_is_no_end()
    {
        await using var server = FakeServer.Answering(Page("b"));

        var refusal = await Assert.ThrowsAsync<LabException>(() => ReadAsync(server));

        Assert.Equal($"{server.Url} does not get on: after 0 events of {Group} it answered 9 times with an empty page that leads to itself", refusal.Message);
    }

    [Theory]
    [InlineData("b", "b")]
    [InlineData("b", "c", "b")]
    public async Task Pages_that_lead_in_a_circle_are_no_log(params string[] tokens)
    {
        await using var server = Answering([.. tokens.Select((token, number) => Page(token, $"{number}"))]);

        var refusal = await Assert.ThrowsAsync<LabException>(() => ReadAsync(server));

        Assert.Equal($"{server.Url} leads in a circle: after {tokens.Length} events of {Group} it gives a page's token again", refusal.Message);
    }

    [Theory]
    [InlineData(400, """{"__type":"AccessDeniedException","message":"not yours"}""", "refuses the events of /aws/lambda/gauge: 400 {\"__type\":\"AccessDeniedException\"")]
    [InlineData(403, "<html>\n</html>", "refuses the events of /aws/lambda/gauge: 403 <html> </html>")]
    [InlineData(400, """{"__type":"ResourceNotFoundException","message":"The specified log group does not exist."}""", "has no log group /aws/lambda/gauge")]
    [InlineData(301, "", "refuses the events of /aws/lambda/gauge: 301")]
    [InlineData(200, "<html>", "answers FilterLogEvents with something else: '<' is an invalid start of a value.")]
    [InlineData(200, "{}", "answers FilterLogEvents with something else: ")]
    [InlineData(200, """{"events":null}""", "answers FilterLogEvents with something else: ")]
    [InlineData(200, """{"events":[null]}""", "answers FilterLogEvents with something else: ")]
    [InlineData(200, """{"events":[{"message":"no time"}]}""", "answers FilterLogEvents with something else: ")]
    [InlineData(200, """{"events":[{"timestamp":"now","message":""}]}""", "answers FilterLogEvents with something else: ")]
    public async Task What_does_not_pass_is_said_at_once(int status, string body, string message)
    {
        await using var server = FakeServer.Answering(Refused(status, body));

        var refusal = await Assert.ThrowsAsync<LabException>(() => ReadAsync(server));

        Assert.StartsWith($"{server.Url} {message}", refusal.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Nobody_there_is_said()
    {
        var server = FakeServer.Answering("");
        var url = server.Url;
        await server.DisposeAsync();

        Assert.StartsWith($"{url} does not answer: ", (await Assert.ThrowsAsync<LabException>(() => ReadAsync(url))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_way_it_can_be_interrupted_while_it_asks_and_while_it_waits()
    {
        using var whileAsking = new CancellationTokenSource();
        using var never = new ManualResetEventSlim();
        await using var server = new FakeServer((request, _) =>
        {
            if (!request.Contains("nextToken", StringComparison.Ordinal))
            {
                return Page("b", "1");
            }

            whileAsking.Cancel();
            never.Wait();
            return null;
        });
        await using var busy = FakeServer.Answering(Refused(400, Throttled));
        using var whileWaiting = new CancellationTokenSource();
        _time.Waiting = whileWaiting.Cancel;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadAsync(server, cancellationToken: whileAsking.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadAsync(busy, cancellationToken: whileWaiting.Token));

        Assert.Single(_log.Invocations);
        Assert.Single(busy.Requests);
        never.Set();
    }

    private static FakeServer Answering(params string?[] answers)
    {
        var next = -1;
        return new FakeServer((_, connection) =>
        {
            var answer = answers[Interlocked.Increment(ref next)];
            if (answer?.StartsWith(Cut, StringComparison.Ordinal) != true)
            {
                return answer;
            }

            connection.Send(Encoding.ASCII.GetBytes(answer[Cut.Length..^20]));
            return null;
        });
    }

    private static string Page(string? next, params string[] requests) => FakeServer.Ok(new JsonObject
    {
        ["events"] = new JsonArray([.. requests.Select((id, at) => new JsonObject { ["logStreamName"] = "s", ["timestamp"] = 1000 + at, ["message"] = $"START RequestId: {id} Version: $LATEST\n" })]),
        ["nextToken"] = next,
    }.ToJsonString());

    private static string Refused(int status, string body) => string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Said\r\nContent-Length: {body.Length}\r\n\r\n{body}");

    private static IEnumerable<JsonNode> Inputs(FakeServer server) => server.Requests.Select(request => JsonNode.Parse(request[request.IndexOf("\r\n\r\n", StringComparison.Ordinal)..])!);

    private Task ReadAsync(FakeServer server, DateTimeOffset? start = null, DateTimeOffset? end = null, CancellationToken cancellationToken = default) =>
        ReadAsync(server.Url, start, end, cancellationToken);

    private async Task ReadAsync(Uri url, DateTimeOffset? start = null, DateTimeOffset? end = null, CancellationToken cancellationToken = default)
    {
        using var http = new SignedHttpClient(url, new AwsCredentials("000000000000", "secret"));
        await new LogApi(http, _time).ReadAsync(Group, start, end, _log, null, cancellationToken);
    }
}
