using System.Net;
using System.Text.Json.Nodes;
using Headrace.Lab.Records;
using Headrace.Wire.Signing;

namespace Headrace.Cli.Tests.Lab;

/// <summary>Every kind of sweep on a real engine with real functions, which are afterwards as they were.</summary>
public sealed class SweepTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private ServedEngine _engine = null!;
    private SignedHttpClient _client = null!;

    private string Out => _folder["run"];

    public async ValueTask InitializeAsync()
    {
        _engine = await ServedEngine.StartAsync(_folder["data"]);
        _client = _engine.Client();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _engine.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Memory_and_cold_against_warm()
    {
        await PythonFunctions.CreateAsync(_client, "spin", PythonFunctions.Spin);

        var run = await RunAsync("""
            pattern: { batch: { items: 3, parallelism: 1 } }
            target: { invoke: { function: spin } }
            payload: { json: '{}' }
            repetitions: 2
            sweep: { memory: [256, 512], start: [warm, cold] }
            """);

        Assert.Equal(
            [("memory=256 start=warm", 256, 6), ("memory=256 start=cold", 256, 6), ("memory=512 start=warm", 512, 6), ("memory=512 start=cold", 512, 6)],
            run.Items.GroupBy(item => item.Variant).Select(variant => (variant.Key, variant.First().MemorySize, variant.Count())));
        Assert.All(run.Items, item => Assert.Equal(ItemStatus.Succeeded, item.Status));

        // Cold ones begin every level anew; of the warm ones the first after a change of memory is cold, as on Lambda.
        Assert.Equal([1, 2, 1, 2], run.Items.GroupBy(item => item.Variant).Select(variant => variant.Count(item => item.Cold is true)));
        await AssertAsItWasAsync("spin");
    }

    [Fact]
    public async Task Reserved_concurrency()
    {
        await PythonFunctions.CreateAsync(_client, "spin", PythonFunctions.Spin);
        await PythonFunctions.CallAsync(_client, HttpMethod.Put, "/2017-10-31/functions/spin/concurrency", new JsonObject { ["ReservedConcurrentExecutions"] = 7 });

        var run = await RunAsync("""
            pattern: { batch: { items: 4, parallelism: 2 } }
            target: { invoke: { function: spin } }
            payload: { json: '{}' }
            sweep: { concurrency: [0, 2] }
            """);

        Assert.All(run.Items, item => Assert.Equal(item.Variant == "concurrency=0" ? ItemStatus.Throttled : ItemStatus.Succeeded, item.Status));
        Assert.Equal([("concurrency=0", 4), ("concurrency=2", 4)], run.Items.CountBy(item => item.Variant).Select(variant => (variant.Key, variant.Value)));
        Assert.Equal((640, """{"KEPT":"yes"}""", 7), await PythonFunctions.SettingsAsync(_client, "spin"));
    }

    [Fact]
    public async Task Payload_size()
    {
        await PutAsync("/uploads");

        var run = await RunAsync("""
            pattern: { batch: { items: 2 } }
            target: { upload: { bucket: uploads } }
            payload: { bytes: 10 }
            sweep: { size: [1KiB, 1MiB] }
            """);

        Assert.Equal([("size=1024", 1024), ("size=1024", 1024), ("size=1048576", 1 << 20), ("size=1048576", 1 << 20)], run.Items.Select(item => (item.Variant, (int)item.Size)));
        Assert.All(run.Items, item => Assert.Equal(ItemStatus.Succeeded, item.Status));
    }

    [Fact]
    public async Task Layout_one_function_for_all_sites_or_one_for_each()
    {
        await PutAsync("/results");
        foreach (var (function, bucket) in ((string, string)[])[("copy", "uploads"), ("copy-1", "site1"), ("copy-2", "site2")])
        {
            await PutAsync($"/{bucket}");
            await PythonFunctions.CreateAsync(_client, function, PythonFunctions.Copy);
            await PythonFunctions.CallAsync(_client, HttpMethod.Post, $"/2015-03-31/functions/{function}/policy", new JsonObject
            {
                ["StatementId"] = "s3",
                ["Action"] = "lambda:InvokeFunction",
                ["Principal"] = "s3.amazonaws.com",
                ["SourceArn"] = $"arn:aws:s3:::{bucket}",
            });
            await PutAsync($"/{bucket}?notification", $"<NotificationConfiguration><CloudFunctionConfiguration><CloudFunction>arn:aws:lambda:us-east-1:000000000000:function:{function}</CloudFunction><Event>s3:ObjectCreated:*</Event></CloudFunctionConfiguration></NotificationConfiguration>");
        }

        var run = await RunAsync("""
            pattern: { burst: { sites: 2 } }
            target: { upload: { bucket: uploads, key: "{run}/{n}-{site}", function: copy, result: { bucket: results } } }
            payload: { bytes: 100 }
            sweep:
              memory: [512]
              start: [cold]
              layout:
                shared: { bucket: uploads, function: copy }
                separate: { bucket: "site{site}", function: "copy-{site}" }
            """);

        Assert.Equal(
            [("layout=shared memory=512 start=cold", "copy"), ("layout=shared memory=512 start=cold", "copy"), ("layout=separate memory=512 start=cold", "copy-1"), ("layout=separate memory=512 start=cold", "copy-2")],
            run.Items.Select(item => (item.Variant, item.Function)).OrderByDescending(item => item.Variant).ThenBy(item => item.Function));
        Assert.All(run.Items, item =>
        {
            Assert.Equal((ItemStatus.Succeeded, ""), (item.Status, item.Error));
            Assert.True(item.Visible.IsKnown && item is { Cold: not null, MemorySize: 512 }, "what the function logged stands with the item");
        });
        Assert.Contains(run.Items, item => item.Cold is true);
        foreach (var function in (string[])["copy", "copy-1", "copy-2"])
        {
            await AssertAsItWasAsync(function);
        }
    }

    [Fact]
    public async Task Ctrl_C_in_the_midst_of_a_sweep_puts_everything_back()
    {
        await PythonFunctions.CreateAsync(_client, "spin", PythonFunctions.Spin);
        var plan = await PlanAsync("""
            pattern: { rate: { rate: 20, for: 1h } }
            target: { invoke: { function: spin } }
            payload: { json: '{}' }
            start: cold
            sweep: { memory: [256], concurrency: [5] }
            """);
        await using var process = HeadraceProcess.Start(_engine.Exports, "lab", "run", plan, "--out", Out);
        var events = Path.Combine(Out, "events.csv");
        while (!File.Exists(events) || new FileInfo(events).Length < 2000)
        {
            Assert.False(process.HasExited);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        var (memory, _, concurrency) = await PythonFunctions.SettingsAsync(_client, "spin");
        Assert.Equal((256, 5), (memory, concurrency));
        await process.SignalAsync("INT");

        Assert.Equal(1, await process.ExitAsync());
        Assert.Equal("interrupted", Run.Read(Out).Manifest.Stopped);
        await AssertAsItWasAsync("spin");
    }

    private async Task AssertAsItWasAsync(string function) => Assert.Equal((640, """{"KEPT":"yes"}""", null), await PythonFunctions.SettingsAsync(_client, function));

    private async Task PutAsync(string target, string? body = null)
    {
        using var content = body is null ? null : new StringContent(body);
        using var response = await _client.SendAsync("s3", HttpMethod.Put, target, content);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private async Task<string> PlanAsync(string text)
    {
        await File.WriteAllTextAsync(_folder["plan.yaml"], text);
        return _folder["plan.yaml"];
    }

    /// <summary>On a machine that others keep busy a generator may be late, or all be throttled as asked, and it says so; the records are as whole as ever.</summary>
    private async Task<Run> RunAsync(string plan)
    {
        var outcome = await HeadraceProcess.RunAsync(_engine.Exports, "lab", "run", await PlanAsync(plan), "--out", Out);
        Assert.True(outcome.ExitCode == 0 || outcome.Error.Contains("the generator was the bottleneck", StringComparison.Ordinal), outcome.Error);
        return Run.Read(Out);
    }
}
