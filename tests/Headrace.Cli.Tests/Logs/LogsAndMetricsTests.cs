using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Headrace.Wire.Signing;

namespace Headrace.Cli.Tests.Logs;

/// <summary>What the commands show of a function that has run: a Python one, which needs nothing published.</summary>
public sealed class LogsAndMetricsTests : IAsyncLifetime
{
    private const string Handler = """
        def handler(event, context):
            print("hello " + event["name"])
            return {"length": len(event["name"])}
        """;

    private readonly TemporaryFolder _folder = new();
    private ServedEngine _engine = null!;
    private SignedHttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = await ServedEngine.StartAsync(_folder["data"]);
        _client = _engine.Client();
        await CreateFunctionAsync("greet");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _engine.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Logs_show_the_lines_of_every_invocation_in_order()
    {
        await InvokeAsync("world");
        await InvokeAsync("again");

        var lines = (await RunAsync("logs", "greet")).Split('\n');

        Assert.Equal(
            ["START", "hello", "END", "REPORT", "START", "hello", "END", "REPORT"],
            lines.Select(line => line.Split(' ')[0]).Where(word => word is "START" or "hello" or "END" or "REPORT"));
        Assert.Contains("hello again", lines);
        Assert.Contains("Init Duration", Assert.Single(lines, line => line.Contains("Init Duration", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timestamps_stand_before_every_line()
    {
        await InvokeAsync("world");

        var lines = (await RunAsync("logs", "greet", "--timestamps")).TrimEnd('\n').Split('\n');

        Assert.All(lines, line => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z .", line));
    }

    [Fact]
    public async Task Following_shows_lines_as_they_are_written_until_interrupted()
    {
        await InvokeAsync("before");
        await using var following = HeadraceProcess.Start(Keys(), "logs", "greet", "--follow");
        await ReadUntilAsync(following, "hello before");

        await InvokeAsync("after");
        await ReadUntilAsync(following, "hello after");

        await following.SignalAsync("INT");
        Assert.Equal(0, await following.ExitAsync());
    }

    [Fact]
    public async Task Logs_survive_the_engine_being_killed()
    {
        await InvokeAsync("world");
        await _engine.Process.SignalAsync("KILL");
        await _engine.Process.ExitAsync();
        await _engine.DisposeAsync();
        _client.Dispose();

        _engine = await ServedEngine.StartAsync(_folder["data"]);
        _client = _engine.Client();
        await InvokeAsync("again");

        var log = await RunAsync("logs", "greet");
        Assert.Contains("hello world\n", log, StringComparison.Ordinal);
        Assert.Contains("hello again\n", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_count_invocations_and_errors()
    {
        await InvokeAsync("world");
        await InvokeAsync("again");
        using var failed = await _client.SendAsync("lambda", HttpMethod.Post, "/2015-03-31/functions/greet/invocations", new StringContent("{}"));
        Assert.Equal("Unhandled", failed.Headers.GetValues("X-Amz-Function-Error").Single());

        using var metrics = JsonDocument.Parse(await RunAsync("metrics", "greet", "--json"));

        Assert.Equal(3, Metric("Invocations").GetProperty("sum").GetDouble());
        Assert.Equal(1, Metric("Errors").GetProperty("sum").GetDouble());
        Assert.Equal(3, Metric("Duration").GetProperty("sampleCount").GetInt32());
        Assert.Equal("Milliseconds", Metric("Duration").GetProperty("unit").GetString());
        Assert.Contains("\nInvocations ", await RunAsync("metrics", "greet"), StringComparison.Ordinal);

        JsonElement Metric(string name) => metrics.RootElement.EnumerateArray().Single(metric => metric.GetProperty("name").GetString() == name);
    }

    [Fact]
    public async Task Metrics_survive_an_engine_that_ends_as_told()
    {
        await InvokeAsync("world");
        await _engine.Process.SignalAsync("TERM");
        Assert.Equal(0, await _engine.Process.ExitAsync());
        await _engine.DisposeAsync();

        _engine = await ServedEngine.StartAsync(_folder["data"]);

        Assert.Contains("\nInvocations ", await RunAsync("metrics", "greet"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_without_values_says_so()
    {
        await CreateFunctionAsync("idle");

        Assert.Equal("idle has no metrics in the last 1h.\n", await RunAsync("metrics", "idle"));
        Assert.Equal("", await RunAsync("logs", "idle"));
    }

    [Theory]
    [InlineData("logs")]
    [InlineData("metrics")]
    public async Task A_function_that_does_not_exist_is_said_in_one_sentence(string command)
    {
        var outcome = await HeadraceProcess.RunAsync(Keys(), command, "nobody");

        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith("headrace: Function not found: arn:aws:lambda:us-east-1:000000000000:function:nobody", outcome.Error, StringComparison.Ordinal);
        Assert.Single(outcome.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Keys_come_from_the_data_folder_when_the_environment_has_none()
    {
        await InvokeAsync("world");

        var outcome = await HeadraceProcess.RunAsync("logs", "greet", "--endpoint", _engine.Endpoint.ToString(), "--data", _folder["data"]);

        Assert.Contains("hello world\n", outcome.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
    }

    [Fact]
    public async Task Where_no_engine_answers_that_is_said()
    {
        var outcome = await HeadraceProcess.RunAsync("logs", "greet", "--endpoint", "http://127.0.0.1:1", "--data", _folder["data"]);

        Assert.Equal(new Outcome(1, "", "headrace: No engine answers at http://127.0.0.1:1: start one with `headrace serve`.\n"), outcome);
    }

    [Theory]
    [InlineData("/_headrace/logs", HttpStatusCode.NotFound, "/_headrace/logs")]
    [InlineData("/_headrace/metrics", HttpStatusCode.NotFound, "/_headrace/metrics")]
    [InlineData("/_headrace/secrets", HttpStatusCode.NotFound, "/_headrace/secrets")]
    public async Task There_is_no_private_way_in_behind_them(string target, HttpStatusCode status, string message)
    {
        using var refused = await _client.SendAsync("headrace", HttpMethod.Get, target);

        Assert.Equal(status, refused.StatusCode);
        Assert.Contains(message, await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("0.1.0", await _engine.HealthAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_signature_there_is_nothing_but_metrics_for_Prometheus()
    {
        using var http = new HttpClient();
        using var refused = await http.GetAsync(new Uri(_engine.Endpoint, "/_headrace/metrics"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        await InvokeAsync("world");
        Assert.Contains(
            "\nheadrace_lambda_invocations_total{function=\"greet\"} 1\n", await http.GetStringAsync(new Uri(_engine.Endpoint, "/metrics")), StringComparison.Ordinal);
    }

    private Dictionary<string, string> Keys() => new(_engine.Exports);

    private async Task<string> RunAsync(params string[] arguments)
    {
        var outcome = await HeadraceProcess.RunAsync(Keys(), arguments);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        return outcome.Output;
    }

    private static async Task ReadUntilAsync(HeadraceProcess process, string wanted)
    {
        while (await process.ReadLineAsync() is { } line)
        {
            if (line == wanted)
            {
                return;
            }
        }

        Assert.Fail($"It ended without '{wanted}'.");
    }

    private async Task CreateFunctionAsync(string name)
    {
        using var created = await _client.SendAsync("lambda", HttpMethod.Post, "/2015-03-31/functions", new StringContent(new JsonObject
        {
            ["FunctionName"] = name,
            ["Runtime"] = "python3.13",
            ["Handler"] = "main.handler",
            ["Role"] = "arn:aws:iam::000000000000:role/LabRole",
            ["Timeout"] = 30,
            ["Code"] = new JsonObject { ["ZipFile"] = Convert.ToBase64String(Zip("main.py", Handler)) },
        }.ToJsonString()));
        Assert.True(created.StatusCode == HttpStatusCode.Created, await created.Content.ReadAsStringAsync());
    }

    private async Task InvokeAsync(string name)
    {
        using var invoked = await _client.SendAsync(
            "lambda", HttpMethod.Post, "/2015-03-31/functions/greet/invocations", new StringContent($$"""{"name":"{{name}}"}"""));
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $$"""{"length": {{name.Length}}}"""), await invoked.Content.ReadAsStringAsync());
    }

    private static byte[] Zip(string name, string content)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = new StreamWriter(zip.CreateEntry(name).Open());
            entry.Write(content);
        }

        return bytes.ToArray();
    }
}
