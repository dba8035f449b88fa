using System.Text.Json.Nodes;
using Headrace.Harness;
using Headrace.Lab.Records;
using Headrace.Lab.Simulation;

namespace Headrace.Cli.Tests.Lab;

public sealed class RunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Out => _folder["run"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_burst_of_uploads_is_followed_to_its_visible_results()
    {
        Assert.SkipWhen(Installation.BuiltInFolder is null, "The built-in functions are not published: ./headrace --prepare");
        await using var engine = await EngineProcess.StartAsync();
        await engine.SetUpPreprocessAsync("uploads", "results");

        var outcome = await RunAsync(
            engine, "--burst", "1,3", "--repetitions", "2", "--warm-up", "--bucket", "uploads", "--cameras", "320x240", "--function", "preprocess", "--result-bucket", "results", "--json");

        AssertDone(outcome);
        var run = Run.Read(Out);
        Assert.Equal([(1, 0, 1), (3, 0, 3), (1, 1, 1), (3, 1, 3), (1, 2, 1), (3, 2, 3)], run.Items.GroupBy(item => (item.Level, item.Repetition)).Select(group => (group.Key.Level, group.Key.Repetition, group.Count())).Order(Comparer<(int Level, int Repetition, int)>.Create((a, b) => (a.Repetition, a.Level).CompareTo((b.Repetition, b.Level)))));
        Assert.All(run.Items, item =>
        {
            Assert.Equal((ItemStatus.Succeeded, "", "preprocess"), (item.Status, item.Error, item.Function));
            Assert.True(item.Intended <= item.Sent && item.Sent <= item.Uploaded && item.Visible.IsKnown && item.Size > 1000);
            Assert.True(item.Cold is not null && item.Duration > 0 && item.Ended.IsKnown && item.MemorySize > 0 && item.Phases.Decode > 0, "what the function logged stands with the item");
        });
        Assert.All((string[])[run.Folder.SummaryJson, run.Folder.SummaryMarkdown, run.Folder.Report], file => Assert.True(File.Exists(file)));
        Assert.Equal(12, JsonNode.Parse(outcome.Output)!["items"]!.GetValue<int>());
        Assert.Contains(run.Manifest.Remarks, remark => remark.Contains("results were seen by asking", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cold_starts_are_forced_before_every_repetition_and_the_settings_put_back()
    {
        Assert.SkipWhen(Installation.BuiltInFolder is null, "The built-in functions are not published: ./headrace --prepare");
        await using var engine = await EngineProcess.StartAsync();
        await engine.CreateFunctionAsync("iris", "classify", 256, new JsonObject { ["KEPT"] = "yes" });
        var plan = _folder["plan.yaml"];
        await File.WriteAllTextAsync(plan, """
            pattern: { batch: { items: 2, parallelism: 1 } }
            target: { invoke: { function: iris } }
            payload: { json: '{"values":[[5.1,3.5,1.4,0.2]]}' }
            repetitions: 2
            sweep: { start: [cold], memory: [512, 1024] }
            """);

        AssertDone(await RunAsync(engine, plan));

        var run = Run.Read(Out);
        Assert.Equal(["memory=512 start=cold", "memory=1024 start=cold"], run.Items.Select(item => item.Variant).Distinct());
        Assert.All(run.Items, item => Assert.Equal((ItemStatus.Succeeded, 36), (item.Status, item.RequestId.Length)));
        var reports = (await engine.CallAsync("logs", "Logs_20140328.FilterLogEvents", """{"logGroupName":"/aws/lambda/iris","filterPattern":"REPORT"}"""))["events"]!.AsArray().Select(line => line!["message"]!.GetValue<string>()).ToList();
        Assert.Equal(8, reports.Count);
        Assert.Equal(4, reports.Count(line => line.Contains("Init Duration", StringComparison.Ordinal)));
        Assert.Equal(4, reports.Count(line => line.Contains("Memory Size: 1024 MB", StringComparison.Ordinal)));
        var now = JsonNode.Parse(await engine.CallAsync("lambda", HttpMethod.Get, "/2015-03-31/functions/iris/configuration"))!;
        Assert.Equal((256, """{"KEPT":"yes"}"""), (now["MemorySize"]!.GetValue<int>(), now["Environment"]!["Variables"]!.ToJsonString()));
    }

    /// <summary>Two run at once, four of six at one instant are refused: by the engine, and by the model with the limit that the engine says it has.</summary>
    [Fact]
    public async Task The_models_limits_are_the_engines()
    {
        await using var engine = await EngineProcess.StartAsync(data: null, "--account-concurrency", "2");
        await engine.CreatePythonFunctionAsync("slow", "import time\ndef handler(event, context):\n    time.sleep(2)\n");

        AssertDone(await RunAsync(engine, "--burst", "1,6", "--repetitions", "1", "--warm-up", "--invoke", "slow", "--json-body", "{}"));

        var run = Run.Read(Out);
        Assert.Equal([(ItemStatus.Succeeded, 3), (ItemStatus.Throttled, 4)], run.Items.Where(item => item.Repetition == 1).GroupBy(item => item.Status).Select(group => (group.Key, group.Count())).Order());
        var simulation = SimulationFile.Find(run.Folder)!;
        Assert.Contains("account concurrency 2", simulation.Model[0], StringComparison.Ordinal);
        var throttled = simulation.Validation!.Levels.Single(level => level.Sites == 6).Of("throttled");
        Assert.Equal((100 * 4 / 6.0, 100 * 4 / 6.0), (throttled.Measured, throttled.Predicted));
    }

    [Fact]
    public async Task A_row_is_a_result_too()
    {
        await using var engine = await EngineProcess.StartAsync();
        await engine.CallAsync("s3", HttpMethod.Put, "/uploads");
        await engine.CreateTableAsync("rows");
        await engine.CallAsync("dynamodb", "DynamoDB_20120810.PutItem", """{"TableName":"rows","Item":{"id":{"S":"there"}}}""");
        var plan = _folder["plan.yaml"];
        await File.WriteAllTextAsync(plan, """
            pattern: { batch: { items: 1 } }
            target: { upload: { bucket: uploads, result: { table: rows, key: { id: there } } } }
            payload: { bytes: 10 }
            """);

        AssertDone(await RunAsync(engine, plan));

        Assert.True(Assert.Single(Run.Read(Out).Items).Visible.IsKnown);
    }

    [Fact]
    public async Task A_result_that_does_not_come_is_lost()
    {
        await using var engine = await EngineProcess.StartAsync();
        await engine.CallAsync("s3", HttpMethod.Put, "/uploads");
        await engine.CallAsync("s3", HttpMethod.Put, "/results");

        var outcome = await RunAsync(engine, "--batch", "3", "--bucket", "uploads", "--bytes", "10", "--result-bucket", "results", "--within", "200ms");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("all 3 items failed, most often: no result within 0.2 s", outcome.Error, StringComparison.Ordinal);
        Assert.All(Run.Read(Out).Items, item => Assert.Equal((ItemStatus.Lost, true), (item.Status, item.Uploaded.IsKnown)));
    }

    [Fact]
    public async Task A_result_bucket_that_is_not_there_is_named_before_anything_is_sent()
    {
        await using var engine = await EngineProcess.StartAsync();

        var outcome = await RunAsync(engine, "--batch", "3", "--bucket", "uploads", "--bytes", "10", "--result-bucket", "nowhere");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("results in nowhere cannot be looked for: GET /nowhere answered 404 NoSuchBucket", outcome.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public async Task Ctrl_C_closes_the_run_and_keeps_what_was_measured()
    {
        await using var engine = await EngineProcess.StartAsync();
        await using var process = HeadraceProcess.Start(null, "lab", "run", "--rate", "50", "--for", "1h", "--url", $"{engine.Endpoint}_headrace/health", "--out", Out);
        var events = Path.Combine(Out, "events.csv");
        while (!File.Exists(events) || new FileInfo(events).Length < 2000)
        {
            Assert.False(process.HasExited);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        await process.SignalAsync("INT");

        Assert.Equal(1, await process.ExitAsync());
        var run = Run.Read(Out);
        Assert.Equal("interrupted", run.Manifest.Stopped);
        Assert.NotNull(run.Manifest.Ended);
        Assert.True(run.Items.Count > 5);
        Assert.Equal(run.Items.Count, File.ReadLines(events).Count() - 1);
    }

    [Theory]
    [InlineData("There is nothing to run")]
    [InlineData("flags, line 3, column 12: pattern.burst.sites must be a whole number from 1 to 100000", "--burst", "0", "--url", "http://127.0.0.1:1/")]
    [InlineData("--for belongs to rate or users, which no other flag chooses", "--for", "3s", "--url", "http://127.0.0.1:1/")]
    [InlineData("nothing answers at http://127.0.0.1:1", "--burst", "1", "--url", "http://127.0.0.1:1/")]
    [InlineData("cannot be read", "nowhere.yaml")]
    [InlineData("not both", "plan.yaml", "--burst", "1")]
    public async Task What_cannot_run_is_said_in_one_sentence(string sentence, params string[] arguments)
    {
        var outcome = await HeadraceProcess.RunAsync(["lab", "run", "--out", Out, .. arguments]);

        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith("headrace: ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains(sentence, outcome.Error, StringComparison.Ordinal);
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
    }

    private Task<Outcome> RunAsync(EngineProcess engine, params string[] arguments) => HeadraceProcess.RunAsync(
        new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL"] = engine.Endpoint.ToString(),
            ["AWS_ACCESS_KEY_ID"] = engine.Credentials.AccessKeyId,
            ["AWS_SECRET_ACCESS_KEY"] = engine.Credentials.SecretAccessKey,
        },
        ["lab", "run", "--out", Out, .. arguments]);

    /// <summary>On a machine that others keep busy a generator may be late and says so; the records are as whole as ever.</summary>
    private static void AssertDone(Outcome outcome) =>
        Assert.True(outcome.ExitCode == 0 || outcome.Error.Contains("the generator was the bottleneck", StringComparison.Ordinal), outcome.Error);
}
