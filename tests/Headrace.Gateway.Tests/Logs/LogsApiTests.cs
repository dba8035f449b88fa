using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Headrace.Gateway.Tests.Telemetry;
using Xunit;

namespace Headrace.Gateway.Tests.Logs;

/// <summary>CloudWatch Logs, byte by byte: what boto3 would not send, and what it would hide.</summary>
public sealed class LogsApiTests(TelemetryHost host)
{
    private readonly string _group = "/test/" + Guid.NewGuid().ToString("N");
    private readonly long _now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    [Theory]
    [InlineData("CreateLogGroup", "{", "SerializationException", "no JSON")]
    [InlineData("CreateLogGroup", "[]", "SerializationException", "no JSON object")]
    [InlineData("CreateLogGroup", """{"logGroupName":7}""", "SerializationException", "NUMBER_VALUE can not be converted to a String")]
    [InlineData("CreateLogGroup", """{"logGroupName":{}}""", "SerializationException", "Start of structure")]
    [InlineData("CreateLogGroup", """{"logGroupName":"a b"}""", "InvalidParameterException", @"Value 'a b' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\.\-_/#A-Za-z0-9]+")]
    [InlineData("CreateLogGroup", "{}", "InvalidParameterException", "1 validation error detected: Value null at 'logGroupName' failed to satisfy constraint: Member must not be null")]
    [InlineData("DeleteLogGroup", """{"logGroupName":"nobodys"}""", "ResourceNotFoundException", "The specified log group does not exist.")]
    [InlineData("CreateLogStream", """{"logGroupName":"nobodys","logStreamName":"s"}""", "ResourceNotFoundException", "The specified log group does not exist.")]
    [InlineData("CreateLogStream", """{"logGroupName":"nobodys","logStreamName":"a:b"}""", "InvalidParameterException", "[^:*]*")]
    [InlineData("PutLogEvents", """{"logGroupName":"nobodys","logStreamName":"s","logEvents":[{"message":"x","timestamp":"now"}]}""", "SerializationException", "STRING_VALUE can not be converted to a Long")]
    [InlineData("PutLogEvents", """{"logGroupName":"nobodys","logStreamName":"s","logEvents":[{"timestamp":1}]}""", "InvalidParameterException", "Value null at 'logEvents.1.member.message'")]
    [InlineData("PutLogEvents", """{"logGroupName":"nobodys","logStreamName":"s","logEvents":[]}""", "InvalidParameterException", "'logEvents'")]
    [InlineData("PutLogEvents", """{"logGroupName":"nobodys","logStreamName":"s"}""", "InvalidParameterException", "Value null at 'logEvents'")]
    [InlineData("GetLogEvents", """{"logGroupName":"nobodys","logStreamName":"s","limit":10001}""", "InvalidParameterException", "1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000")]
    [InlineData("FilterLogEvents", """{"logGroupName":"nobodys","logStreamNames":"s"}""", "SerializationException", "STRING_VALUE can not be converted to a List")]
    [InlineData("FilterLogEvents", """{"logGroupName":"nobodys","filterPattern":"{ $.a = "}""", "InvalidParameterException", "Invalid filter pattern")]
    [InlineData("DescribeLogStreams", """{"logGroupName":"nobodys","orderBy":"Size"}""", "InvalidParameterException", "Member must satisfy enum value set: [LogStreamName, LastEventTime]")]
    [InlineData("DescribeLogGroups", """{"nextToken":"c29tZXRoaW5n"}""", "InvalidParameterException", "The specified nextToken is invalid.")]
    [InlineData("PutRetentionPolicy", """{"logGroupName":"nobodys","retentionInDays":2}""", "InvalidParameterException", "Member must satisfy enum value set: [1, 3, 5,")]
    [InlineData("Nonsense", "{}", "UnknownOperationException", "Nonsense")]
    public async Task Bad_input_gets_AWSs_error_and_the_server_goes_on(string operation, string body, string code, string message)
    {
        var answer = await host.LogsAsync(operation, body);

        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.Status, answer.Code));
        Assert.Contains(message, answer.Message, StringComparison.Ordinal);
        await CreateAsync();
    }

    [Theory]
    [InlineData("StartQuery", "{}", "The operation StartQuery is not implemented by Headrace.")]
    [InlineData("StartLiveTail", "{}", "The operation StartLiveTail is not implemented by Headrace.")]
    [InlineData("PutSubscriptionFilter", "{}", "The operation PutSubscriptionFilter is not implemented by Headrace.")]
    [InlineData("CreateLogGroup", """{"logGroupName":"g","kmsKeyId":"arn:aws:kms:us-east-1:000000000000:key/k"}""", "The parameter kmsKeyId is not implemented by Headrace.")]
    [InlineData("CreateLogGroup", """{"logGroupName":"g","logGroupClass":"INFREQUENT_ACCESS"}""", "The log group class INFREQUENT_ACCESS is not implemented by Headrace.")]
    public async Task What_is_not_implemented_is_refused_by_name(string operation, string body, string message)
    {
        var answer = await host.LogsAsync(operation, body);

        Assert.Equal((HttpStatusCode.NotImplemented, "NotImplementedException", message), (answer.Status, answer.Code, answer.Message));
    }

    [Fact]
    public async Task A_giant_body_is_refused_and_the_server_goes_on()
    {
        var answer = await host.SendJsonAsync("logs", "Logs_20140328.PutLogEvents", new byte[9 * 1024 * 1024]);

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "RequestEntityTooLargeException"), (answer.Status, answer.Code));
        await CreateAsync();
    }

    [Fact]
    public async Task A_wrong_signature_and_a_stale_date_are_refused_in_the_protocols_shape()
    {
        using var stranger = new Headrace.Wire.Signing.SignedHttpClient(host.Endpoint, new(host.Credentials.AccessKeyId, "wrong"));
        using var content = new StringContent("{}");
        using var refused = await stranger.SendAsync("logs", HttpMethod.Post, "/", content, [KeyValuePair.Create("X-Amz-Target", "Logs_20140328.DescribeLogGroups")]);
        var answer = new JsonAnswer(refused.StatusCode, await refused.Content.ReadAsStringAsync());

        Assert.Equal((HttpStatusCode.Forbidden, "InvalidSignatureException"), (answer.Status, answer.Code));

        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var stale = new HttpRequestMessage(HttpMethod.Post, host.Endpoint) { Content = new StringContent("{}") };
        stale.Headers.Add("X-Amz-Target", "Logs_20140328.DescribeLogGroups");
        stale.Headers.Add("X-Amz-Date", "20200101T000000Z");
        stale.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential={host.Credentials.AccessKeyId}/20200101/us-east-1/logs/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature={new string('0', 64)}");
        using var old = await http.SendAsync(stale);
        var staleAnswer = new JsonAnswer(old.StatusCode, await old.Content.ReadAsStringAsync());
        Assert.Equal("InvalidSignatureException", staleAnswer.Code);
        Assert.Contains("Signature expired", staleAnswer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sizes_hold_to_the_byte()
    {
        await CreateAsync();

        Assert.Equal("{", (await PutAsync([(_now, new string('a', 1_048_576 - 26))])).Body[..1]);
        Assert.Equal("Log event too large: 1048577 bytes exceeds limit of 1048576", (await PutAsync([(_now, new string('a', 1_048_576 - 25))])).Message);
        Assert.Equal("Upload too large: 1048577 bytes exceeds limit of 1048576", (await PutAsync([(_now, new string('a', 600_000)), (_now, new string('a', 448_577 - 52))])).Message);
        Assert.Contains(
            "at 'logEvents' failed to satisfy constraint: Member must have length less than or equal to 10000",
            (await PutAsync([.. Enumerable.Range(0, 10_001).Select(_ => (_now, "x"))])).Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await PutAsync([.. Enumerable.Range(0, 10_000).Select(_ => (_now, "x"))])).Status);
        Assert.Equal(10_000, (await host.LogsAsync("GetLogEvents", Get(""", "startFromHead":false"""))).Json.GetProperty("events").GetArrayLength());
    }

    [Fact]
    public async Task A_batch_must_be_in_order_and_within_a_day()
    {
        await CreateAsync();

        Assert.Equal("Log events in a single PutLogEvents request must be in chronological order.", (await PutAsync([(_now, "a"), (_now - 1, "b")])).Message);
        Assert.Equal(
            "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.", (await PutAsync([(_now - 86_400_001, "a"), (_now, "b")])).Message);
        Assert.Empty(Events(await host.LogsAsync("GetLogEvents", Get())));
    }

    [Fact]
    public async Task What_is_too_old_or_too_new_is_rejected_and_the_rest_is_taken()
    {
        await CreateAsync();
        const long Day = 86_400_000;

        var tooOld = await PutAsync([(_now - (14 * Day) - 60_000, "old"), (_now - (14 * Day) + 60_000, "taken")]);
        var tooNew = await PutAsync([(_now, "now"), (_now + 3 * 3_600_000, "new"), (_now + 3 * 3_600_000, "newer")]);
        await host.LogsAsync("PutRetentionPolicy", $$"""{"logGroupName":"{{_group}}","retentionInDays":1}""");
        var expired = await PutAsync([(_now - (2 * Day), "expired"), (_now - (2 * Day) + 1, "too")]);

        Assert.Equal("""{"tooOldLogEventEndIndex":1}""", tooOld.Json.GetProperty("rejectedLogEventsInfo").GetRawText());
        Assert.Equal("""{"tooNewLogEventStartIndex":1}""", tooNew.Json.GetProperty("rejectedLogEventsInfo").GetRawText());
        Assert.Equal("""{"expiredLogEventEndIndex":2}""", expired.Json.GetProperty("rejectedLogEventsInfo").GetRawText());
        Assert.Equal(["now"], Events(await host.LogsAsync("GetLogEvents", Get())));
        await host.LogsAsync("DeleteRetentionPolicy", $$"""{"logGroupName":"{{_group}}"}""");
        Assert.Equal(["taken", "now"], Events(await host.LogsAsync("GetLogEvents", Get())));
    }

    [Fact]
    public async Task Tokens_end_with_the_same_token_in_both_directions()
    {
        await CreateAsync();
        await PutAsync([.. Enumerable.Range(0, 10).Select(i => (_now + i, $"{i}"))]);

        var first = await host.LogsAsync("GetLogEvents", Get(""","startFromHead":true,"limit":4"""));
        var second = await NextAsync(first, "nextForwardToken");
        var third = await NextAsync(second, "nextForwardToken");
        var fourth = await NextAsync(third, "nextForwardToken");
        Assert.Equal("0123|4567|89|", string.Join('|', new[] { first, second, third, fourth }.Select(page => string.Concat(Events(page)))));
        Assert.Equal(Token(third, "nextForwardToken"), Token(fourth, "nextForwardToken"));
        Assert.Matches(@"^f/\d{56}/s$", Token(first, "nextForwardToken"));
        Assert.Matches(@"^b/\d{56}/s$", Token(first, "nextBackwardToken"));

        var last = await host.LogsAsync("GetLogEvents", Get(""","limit":4"""));
        var before = await NextAsync(last, "nextBackwardToken");
        var beginning = await NextAsync(before, "nextBackwardToken");
        var nothing = await NextAsync(beginning, "nextBackwardToken");
        Assert.Equal("6789|2345|01|", string.Join('|', new[] { last, before, beginning, nothing }.Select(page => string.Concat(Events(page)))));
        Assert.Equal(Token(beginning, "nextBackwardToken"), Token(nothing, "nextBackwardToken"));

        await PutAsync([(_now + 20, "A")]);
        Assert.Equal(["A"], Events(await NextAsync(fourth, "nextForwardToken")));

        // A batch that belongs before the end writes the stream anew: the tokens lead to where they led.
        await PutAsync([(_now + 5, "late"), (_now + 21, "B")]);
        Assert.Equal("45late6", string.Concat(Events(await NextAsync(first, "nextForwardToken", 4))));
        Assert.Equal(["A", "B"], Events(await NextAsync(fourth, "nextForwardToken")));

        async Task<JsonAnswer> NextAsync(JsonAnswer page, string name, int limit = 4) =>
            await host.LogsAsync("GetLogEvents", Get($$""","nextToken":"{{Token(page, name)}}","limit":{{limit}}"""));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("f/00000000000000000000000000000000000000000000000000000001/s")]
    [InlineData("f/-0000000000000000000000000000000000000000000000000000001/s")]
    [InlineData("x/00000000000000000000000000000000000000000000000000000000/s")]
    public async Task A_token_that_is_none_of_the_streams_is_refused(string token)
    {
        await CreateAsync();

        var answer = await host.LogsAsync("GetLogEvents", Get($$""","nextToken":"{{token}}" """));

        Assert.Equal(("InvalidParameterException", "The specified nextToken is invalid."), (answer.Code, answer.Message));
    }

    [Fact]
    public async Task Filtered_pages_interleave_streams_by_time_and_miss_nothing()
    {
        await CreateAsync("a", "b", "c");
        foreach (var (stream, offset) in new[] { ("a", 0), ("b", 1), ("c", 2) })
        {
            await PutAsync([.. Enumerable.Range(0, 20).Select(i => (_now + (3 * i) + offset, $"{(3 * i) + offset}"))], stream);
        }

        var seen = new List<string>();
        string? token = null;
        do
        {
            var page = await host.LogsAsync("FilterLogEvents", $$"""{"logGroupName":"{{_group}}","limit":7{{(token is null ? "" : $",\"nextToken\":\"{token}\"")}}}""");
            seen.AddRange(Events(page));
            token = page.Json.TryGetProperty("nextToken", out var next) ? next.GetString() : null;
        }
        while (token is not null);

        Assert.Equal(Enumerable.Range(0, 60).Select(i => i.ToString(CultureInfo.InvariantCulture)), seen);
        var some = await host.LogsAsync("FilterLogEvents", $$"""{"logGroupName":"{{_group}}","logStreamNames":["a"],"startTime":{{_now + 3}},"endTime":{{_now + 9}}}""");
        Assert.Equal(["3", "6", "9"], Events(some));
        Assert.Equal("The specified log stream does not exist.", (await host.LogsAsync("FilterLogEvents", $$"""{"logGroupName":"{{_group}}","logStreamNames":["none"]}""")).Message);
    }

    [Fact]
    public async Task A_group_that_is_deleted_while_a_function_writes_comes_back_with_what_is_written_after()
    {
        using var writer = host.Logs.OpenStream(_group, "2026/01/02/[$LATEST]0");
        writer.Append("before\n"u8);

        Assert.Equal(HttpStatusCode.OK, (await host.LogsAsync("DeleteLogGroup", $$"""{"logGroupName":"{{_group}}"}""")).Status);
        Assert.Equal("The specified log group does not exist.", (await host.LogsAsync("FilterLogEvents", $$"""{"logGroupName":"{{_group}}"}""")).Message);
        writer.Append("after\n"u8);

        Assert.Equal(["after\n"], Events(await host.LogsAsync("FilterLogEvents", $$"""{"logGroupName":"{{_group}}"}""")));
    }

    private async Task CreateAsync(params string[] streams)
    {
        Assert.Equal(HttpStatusCode.OK, (await host.LogsAsync("CreateLogGroup", $$"""{"logGroupName":"{{_group}}"}""")).Status);
        foreach (var stream in streams is [] ? ["s"] : streams)
        {
            Assert.Equal(HttpStatusCode.OK, (await host.LogsAsync("CreateLogStream", $$"""{"logGroupName":"{{_group}}","logStreamName":"{{stream}}"}""")).Status);
        }
    }

    private Task<JsonAnswer> PutAsync((long Time, string Message)[] events, string stream = "s")
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("logGroupName", _group);
            json.WriteString("logStreamName", stream);
            json.WriteStartArray("logEvents");
            foreach (var (time, message) in events)
            {
                json.WriteStartObject();
                json.WriteNumber("timestamp", time);
                json.WriteString("message", message);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return host.LogsAsync("PutLogEvents", Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private string Get(string more = "") => $$"""{"logGroupName":"{{_group}}","logStreamName":"s"{{more}}}""";

    private static string Token(JsonAnswer page, string name) => page.Json.GetProperty(name).GetString()!;

    private static string[] Events(JsonAnswer page) => [.. page.Json.GetProperty("events").EnumerateArray().Select(logEvent => logEvent.GetProperty("message").GetString()!)];
}
