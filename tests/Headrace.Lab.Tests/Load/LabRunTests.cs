using System.Text.Json.Nodes;
using Headrace.Lab.Load;
using Headrace.Lab.Plans;
using Headrace.Lab.Records;

namespace Headrace.Lab.Tests.Load;

public sealed class LabRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Out => _folder["run"];

    [Fact]
    public async Task A_burst_sends_each_level_of_each_repetition_and_the_warm_up_before()
    {
        await using var server = FakeServer.Answering(FakeServer.Ok("done"));

        var run = await RunAsync(server, "burst: { sites: [1, 3] }", "repetitions: 2\nwarm-up: true");

        Assert.Equal(12, run.Items.Count);
        Assert.Equal([(1, 0, 1), (3, 0, 3), (1, 1, 1), (3, 1, 3), (1, 2, 1), (3, 2, 3)], run.Items.GroupBy(item => (item.Level, item.Repetition)).Select(group => (group.Key.Level, group.Key.Repetition, group.Count())));
        Assert.All(run.Items.GroupBy(item => (item.Level, item.Repetition)), group => Assert.Single(group.Select(item => item.Intended).Distinct()));
        Assert.All(run.Items, item =>
        {
            Assert.Equal((ItemStatus.Succeeded, item.Uploaded), (item.Status, item.Visible));
            Assert.True(item.Intended <= item.Sent && item.Sent <= item.Uploaded);
        });
        Assert.Equal(12, server.Requests.Count);
        Assert.Equal(run.Items.Select(item => item.Trace).Order(), server.Requests.Select(request => request.Split("X-Amzn-Trace-Id: Root=")[1][..35]).Order());
        Assert.Equal(("done", 5L), (run.Manifest.Stopped, run.Manifest.Seed));
        Assert.NotNull(run.Manifest.Ended);
        Assert.NotNull(run.Manifest.Generator);
        Assert.Equal(run.Manifest.Plan, File.ReadAllText(Path.Combine(Out, "plan.yaml")));
    }

    [Fact]
    public async Task A_batch_sends_so_many_over_so_many_connections()
    {
        await using var server = FakeServer.Answering(FakeServer.Ok());

        var run = await RunAsync(server, "batch: { items: [10, 50], parallelism: 4, sites: 3 }");

        Assert.Equal([10, 50], run.Items.CountBy(item => item.Level).Select(level => level.Value));
        Assert.Equal(["site1", "site2", "site3", "site4"], run.Items.Select(item => item.Site).Distinct().Order());
        Assert.InRange(server.Connections, 1, 4);
    }

    [Fact]
    public async Task A_rate_and_a_replay_keep_the_moments_they_were_given()
    {
        await using var server = FakeServer.Answering(FakeServer.Ok());
        var first = await RunAsync(server, "rate: { rate: 100, for: 500ms, sites: 2 }");
        await using var again = FakeServer.Answering(FakeServer.Ok());
        var replayed = await RunAsync(again, $"replay: {{ file: {Out}/events.csv, speed: 5 }}", folder: _folder["again"]);

        Assert.Equal(50, first.Items.Count);
        Assert.Equal(Enumerable.Range(0, 50).Select(number => 10.0 * number), Offsets(first), (expected, actual) => Math.Abs(expected - actual) < 0.002);
        Assert.Equal(Enumerable.Range(0, 50).Select(number => 2.0 * number), Offsets(replayed), (expected, actual) => Math.Abs(expected - actual) < 0.002);

        static IEnumerable<double> Offsets(Run run)
        {
            var start = run.Items.Select(item => item.Intended).Min();
            return run.Items.Select(item => item.Intended.Since(start)).Order();
        }
    }

    [Fact]
    public async Task Users_go_on_until_their_time_is_up()
    {
        await using var server = FakeServer.Answering(FakeServer.Ok());

        var run = await RunAsync(server, "users: { users: [3], for: 300ms, think: 1ms..5ms }");

        Assert.Equal(["site1", "site2", "site3"], run.Items.Select(item => item.Site).Distinct().Order());
        Assert.Equal(server.Requests.Count, run.Items.Count);
        Assert.All(run.Items, item => Assert.True(item.Intended.Since(run.Items[0].Intended) <= 300));
    }

    [Fact]
    public async Task A_stalled_server_shows_in_every_item_that_was_due_meanwhile()
    {
        using var stalled = new ManualResetEventSlim();
        var seen = 0;
        await using var server = new FakeServer((_, _) =>
        {
            if (Interlocked.Increment(ref seen) < 20)
            {
                stalled.Wait();
            }

            stalled.Set();
            return FakeServer.Ok();
        });

        var run = await RunAsync(server, "rate: { rate: 100, for: 200ms }");

        // Nineteen wait for the twentieth, which is due 190 ms after the first: the first one's latency cannot hide that.
        Assert.Equal(20, run.Items.Count);
        Assert.All(run.Items.OrderBy(item => item.Intended).Take(19).Index(), item => Assert.True(item.Item.Response >= 190 - (10 * item.Index) - 0.01));
    }

    [Theory]
    [InlineData("500 Internal Server Error", "oops", ItemStatus.Failed, "500 oops")]
    [InlineData("302 Found\r\nLocation: /b", "", ItemStatus.Failed, "302")]
    [InlineData("429 Too Many Requests", """{"Reason":"x","Type":"User","message":"Rate Exceeded."}""", ItemStatus.Throttled, "429 User: Rate Exceeded.")]
    [InlineData("503 Slow Down", "<Error><Code>SlowDown</Code><Message>Slower, please</Message><RequestId>1</RequestId></Error>", ItemStatus.Throttled, "503 SlowDown: Slower, please")]
    [InlineData(
        "200 OK\r\nX-Amz-Function-Error: Unhandled", """{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: 8476a536-e9f4-11e8-9739-2dfe598c3fcd Error: Task timed out after 1.00 s"}""",
        ItemStatus.TimedOut, "Sandbox.Timedout: RequestId: … Error: Task timed out after 1.00 s")]
    public async Task What_went_wrong_stands_in_the_item(string head, string body, ItemStatus status, string error)
    {
        await using var server = FakeServer.Answering($"HTTP/1.1 {head}\r\nContent-Length: {body.Length}\r\n\r\n{body}");

        var run = await RunAsync(server, "burst: { sites: 2 }");

        Assert.All(run.Items, item => Assert.Equal((status, error, false), (item.Status, item.Error, item.Visible.IsKnown)));
    }

    [Fact]
    public async Task A_server_that_dies_in_mid_run_leaves_what_was_measured()
    {
        FakeServer? server = null;
        var seen = 0;
        server = new FakeServer((_, _) =>
        {
            if (Interlocked.Increment(ref seen) == 10)
            {
                _ = server!.DisposeAsync().AsTask();
                return null;
            }

            return FakeServer.Ok();
        });

        var run = await RunAsync(server, "batch: { items: 40, parallelism: 2 }");

        Assert.Equal(("done", 40), (run.Manifest.Stopped, run.Items.Count));
        Assert.InRange(run.Items.Count(item => item.Status == ItemStatus.Succeeded), 1, 10);
        Assert.Contains(run.Items, item => item.Error.EndsWith("refuses connections", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_slow_server_is_waited_for_no_longer_than_the_plan_says()
    {
        using var never = new ManualResetEventSlim();
        await using var server = new FakeServer((_, _) =>
        {
            never.Wait();
            return null;
        });

        var run = await RunAsync(server, "burst: { sites: 2 }", "timeout: 100ms");
        never.Set();

        Assert.All(run.Items, item => Assert.Equal((ItemStatus.Failed, "no answer within 0.1 s"), (item.Status, item.Error)));
    }

    [Fact]
    public async Task The_count_stops_a_run()
    {
        await using var server = FakeServer.Answering(FakeServer.Ok());

        var run = await RunAsync(server, "users: { users: 4, for: 1h }", "stop: { count: 37 }");

        Assert.Equal((37, "stop rule: count 37"), (run.Items.Count, run.Manifest.Stopped));
    }

    [Fact]
    public async Task The_time_stops_a_run()
    {
        await using var server = FakeServer.Answering(FakeServer.Ok());

        var run = await RunAsync(server, "rate: { rate: 20, for: 1h }", "stop: { time: 1s }");

        Assert.Equal("stop rule: time 1 s", run.Manifest.Stopped);
        Assert.NotEmpty(run.Items);
    }

    [Fact]
    public async Task Errors_stop_a_run_once_there_are_enough_of_them()
    {
        var seen = 0;
        await using var server = new FakeServer((_, _) => Interlocked.Increment(ref seen) % 2 == 0 ? FakeServer.Ok() : "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");

        var run = await RunAsync(server, "users: { users: 2, for: 1h }", "stop: { errors: 10% }");

        Assert.StartsWith("stop rule: error rate ", run.Manifest.Stopped, StringComparison.Ordinal);
        Assert.True(run.Items.Count >= StopRules.FewestForErrors);
    }

    [Fact]
    public async Task Interrupted_it_keeps_what_was_measured_and_says_what_was_under_way()
    {
        using var interrupt = new CancellationTokenSource();
        using var never = new ManualResetEventSlim();
        var seen = 0;
        await using var server = new FakeServer((_, _) =>
        {
            if (Interlocked.Increment(ref seen) <= 3)
            {
                return FakeServer.Ok();
            }

            interrupt.CancelAfter(0);
            never.Wait();
            return null;
        });

        var run = await RunAsync(server, "users: { users: 1, for: 1h }", cancellationToken: interrupt.Token);
        never.Set();

        Assert.Equal("interrupted", run.Manifest.Stopped);
        Assert.Equal([ItemStatus.Succeeded, ItemStatus.Succeeded, ItemStatus.Succeeded, ItemStatus.Lost], run.Items.Select(item => item.Status));
        Assert.Equal("interrupted before its answer", run.Items[^1].Error);
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    public async Task A_clock_that_is_set_meanwhile_changes_no_latency_and_is_remarked(int seconds)
    {
        var clock = new SetClock();
        var seen = 0;
        await using var server = new FakeServer((_, _) =>
        {
            if (Interlocked.Increment(ref seen) == 5)
            {
                clock.Set(TimeSpan.FromSeconds(seconds));
            }

            return FakeServer.Ok();
        });
        var began = clock.GetTimestamp();

        var run = await RunAsync(Parse(server, "rate: { rate: 50, for: 200ms }"), server.Url, Out, default, clock);

        var whole = clock.GetElapsedTime(began).TotalMilliseconds;
        Assert.Equal(10, run.Items.Count);
        Assert.Equal(Enumerable.Range(0, 10).Select(number => 20.0 * number), run.Items.Select(item => item.Intended.Since(run.Items.Select(other => other.Intended).Min())).Order(), (expected, actual) => Math.Abs(expected - actual) < 0.002);
        Assert.All(run.Items, item => Assert.InRange(item.Response, 0, whole));
        var remark = Assert.Single(run.Manifest.Remarks);
        Assert.StartsWith($"the system's clock was set once during the run, by {(seconds > 0 ? '+' : '-')}3,6", remark, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_is_left_alone_is_not_remarked()
    {
        await using var server = FakeServer.Answering(FakeServer.Ok());

        Assert.Empty((await RunAsync(server, "rate: { rate: 50, for: 500ms }")).Manifest.Remarks);
    }

    [Fact]
    public async Task What_is_not_recorded_is_measured_all_the_same()
    {
        await using var server = FakeServer.Answering(FakeServer.Ok());
        using var run = new LabRun(Parse(server, "batch: { items: 10 }"), new RunFolder(Out), new LabEndpoint(server.Url, new("id", "secret"), "us-east-1"), null, TimeProvider.System, "test") { Records = false };

        await run.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal((10L, 10, 0), (run.Figures.Snapshot().Ended, server.Requests.Count, Run.Read(Out).Items.Count));
    }

    [Fact]
    public async Task Nothing_is_begun_where_nobody_listens()
    {
        var server = FakeServer.Answering(FakeServer.Ok());
        await server.DisposeAsync();

        var refused = await Assert.ThrowsAsync<LabException>(() => RunAsync(server, "burst: { sites: 1 }"));

        Assert.StartsWith($"nothing answers at http://{server.Url.Authority}", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public async Task A_folder_that_holds_something_is_left_alone()
    {
        await using var server = FakeServer.Answering(FakeServer.Ok());
        Directory.CreateDirectory(Out);
        File.WriteAllText(Path.Combine(Out, "run.json"), "mine");

        var refused = await Assert.ThrowsAsync<LabException>(() => RunAsync(server, "burst: { sites: 1 }"));

        Assert.Contains("holds something already", refused.Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Out, "run.json")));
    }

    [Fact]
    public async Task The_detection_server_is_asked_in_its_own_words()
    {
        await using var server = FakeServer.Answering(FakeServer.Ok("""{"id":"data.bin","objects":[]}"""));
        var plan = PlanReader.Parse("plan.yaml", $"pattern: {{ burst: {{ sites: 1 }} }}\ntarget: {{ detect: {{ url: '{server.Url}' }} }}\npayload: {{ bytes: 9 }}", _folder.Path);

        var run = await RunAsync(plan, server.Url, Out, default);

        var request = Assert.Single(server.Requests);
        Assert.StartsWith("POST /api/object_detection HTTP/1.1\r\n", request, StringComparison.Ordinal);
        var body = JsonNode.Parse(request[request.IndexOf("\r\n\r\n", StringComparison.Ordinal)..])!;
        Assert.Equal(("data.bin", 9), ((string?)body["id"], Convert.FromBase64String((string)body["image_data"]!).Length));
        Assert.Equal(9, run.Items[0].Size);
    }

    public void Dispose() => _folder.Dispose();

    private Task<Run> RunAsync(FakeServer server, string pattern, string more = "", string? folder = null, CancellationToken cancellationToken = default)
    {
        return RunAsync(Parse(server, pattern, more), server.Url, folder ?? Out, cancellationToken);
    }

    private Plan Parse(FakeServer server, string pattern, string more = "") =>
        PlanReader.Parse("plan.yaml", $"seed: 5\npattern: {{ {pattern} }}\ntarget: {{ http: {{ url: '{server.Url}x/{{n}}' }} }}\n{more}", _folder.Path);

    private static async Task<Run> RunAsync(Plan plan, Uri url, string folder, CancellationToken cancellationToken, TimeProvider? time = null)
    {
        using var run = new LabRun(plan, new RunFolder(folder), new LabEndpoint(url, new("id", "secret"), "us-east-1"), null, time ?? TimeProvider.System, "test");
        await run.RunAsync(cancellationToken);
        return Run.Read(folder);
    }
}
