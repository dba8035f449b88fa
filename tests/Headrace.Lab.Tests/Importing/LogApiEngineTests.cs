using System.Text.Json.Nodes;
using Headrace.Harness;
using Headrace.Lab.Importing;
using Headrace.Lab.Joining;

namespace Headrace.Lab.Tests.Importing;

/// <summary>The log of a real engine.</summary>
public sealed class LogApiEngineTests : IAsyncLifetime
{
    private const string Group = "/aws/lambda/gauge";
    private const int Streams = 120;

    private readonly InvocationLog _log = new("gauge");
    private EngineProcess _engine = null!;
    private long _begun;

    public async ValueTask InitializeAsync()
    {
        _engine = await EngineProcess.StartAsync();
        await CallAsync("CreateLogGroup", new JsonObject { ["logGroupName"] = Group });
        _begun = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - 1_000_000;

        // Over 1 MB: more than a page. The streams' times overlap.
        await Parallel.ForAsync(0, Streams, async (stream, _) =>
        {
            await CallAsync("CreateLogStream", new JsonObject { ["logGroupName"] = Group, ["logStreamName"] = NameOf(stream) });
            await CallAsync("PutLogEvents", new JsonObject
            {
                ["logGroupName"] = Group,
                ["logStreamName"] = NameOf(stream),
                ["logEvents"] = new JsonArray([.. Lines(stream).Select((line, at) => new JsonObject { ["timestamp"] = _begun + (stream * 100) + (at * 200), ["message"] = line })]),
            });
        });
    }

    public async ValueTask DisposeAsync() => await _engine.DisposeAsync();

    [Fact]
    public async Task Every_stream_is_read_whole_over_several_pages()
    {
        var pages = await ReadAsync();

        Assert.InRange(pages.Count, 3, 10);
        Assert.Equal(Streams * 5, _log.Events);
        Assert.Equal(Enumerable.Range(0, Streams).Select(NameOf).Order(), _log.Invocations.Select(invocation => invocation.Environment).Order());
        Assert.All(_log.Invocations, invocation => Assert.Equal((true, 600.0, 12.5), (invocation.IsReported, invocation.Ended.Since(invocation.Started), invocation.Duration)));
    }

    [Fact]
    public async Task Only_what_lies_between_start_and_end_is_read()
    {
        await ReadAsync(DateTimeOffset.FromUnixTimeMilliseconds(_begun + 1000), DateTimeOffset.FromUnixTimeMilliseconds(_begun + 1999));

        Assert.Equal(10, _log.Invocations.Count(invocation => invocation.Started.IsKnown));
        Assert.Equal(10, _log.Invocations.Count(invocation => invocation.IsReported));
    }

    [Fact]
    public async Task Streams_that_vanish_meanwhile_take_along_only_what_was_theirs()
    {
        await ReadAsync(progress: page =>
        {
            if (page == 1)
            {
                for (var stream = 0; stream < Streams; stream += 2)
                {
                    CallAsync("DeleteLogStream", new JsonObject { ["logGroupName"] = Group, ["logStreamName"] = NameOf(stream) }).GetAwaiter().GetResult();
                }
            }
        });

        var whole = _log.Invocations.Where(invocation => invocation.IsReported).Select(invocation => invocation.Environment).ToHashSet();
        Assert.All(Enumerable.Range(0, Streams).Where(stream => stream % 2 == 1), stream => Assert.Contains(NameOf(stream), whole));
        Assert.DoesNotContain(NameOf(Streams - 2), whole);
    }

    [Fact]
    public async Task A_group_that_vanishes_meanwhile_is_named()
    {
        var refusal = await Assert.ThrowsAsync<LabException>(() => ReadAsync(progress: _ => CallAsync("DeleteLogGroup", new JsonObject { ["logGroupName"] = Group }).GetAwaiter().GetResult()));

        Assert.Equal($"{_engine.Endpoint} has no log group {Group}", refusal.Message);
    }

    [Fact]
    public async Task Interrupted_half_way_it_stops_there()
    {
        using var interrupt = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadAsync(progress: _ => interrupt.Cancel(), cancellationToken: interrupt.Token));

        Assert.InRange(_log.Events, 1, (Streams * 5) - 1);
    }

    private static string NameOf(int stream) => $"2026/11/21/[$LATEST]{stream:x32}";

    private static IEnumerable<string> Lines(int stream)
    {
        var id = $"0cf5a0a0-1111-4222-8333-{stream:x12}";
        return [$"START RequestId: {id} Version: $LATEST\n", new string('x', 12_000), new string('y', 12_000), $"END RequestId: {id}\n", $"REPORT RequestId: {id}\tDuration: 12.50 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 60 MB\t\n"];
    }

    /// <returns>How many events there were after each page.</returns>
    private async Task<List<long>> ReadAsync(DateTimeOffset? start = null, DateTimeOffset? end = null, Action<int>? progress = null, CancellationToken cancellationToken = default)
    {
        List<long> pages = [];
        await new LogApi(_engine.Client, TimeProvider.System).ReadAsync(
            Group, start, end, _log,
            events =>
            {
                pages.Add(events);
                progress?.Invoke(pages.Count);
            },
            cancellationToken);
        return pages;
    }

    private Task<JsonNode> CallAsync(string operation, JsonObject input) => _engine.CallAsync("logs", $"Logs_20140328.{operation}", input.ToJsonString());
}
