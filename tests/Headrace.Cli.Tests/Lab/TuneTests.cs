using System.Text.Json.Nodes;
using Headrace.Functions.Environments;
using Headrace.Lab.Tuning;

namespace Headrace.Cli.Tests.Lab;

/// <summary><c>lab tune</c> on a real engine, with and without shares of the processor.</summary>
public sealed class TuneTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Memory_buys_speed_where_processors_are_shared_out()
    {
        Assert.SkipUnless(ProcessorShareReport.Make().IsPossible, "Processors cannot be shared out here.");
        await using var engine = await ServedEngine.StartAsync(_folder["data"], "--cpu-share");
        Assert.Contains(engine.ReadyBlock, line => line.Contains("1,769 MB each", StringComparison.Ordinal));
        using var client = engine.Client();
        await PythonFunctions.CreateAsync(client, "spin", PythonFunctions.Spin);
        await File.WriteAllTextAsync(_folder["event.json"], """{ "seconds": 0.05 }""", TestContext.Current.CancellationToken);

        var outcome = await TuneAsync(engine, "spin", "--memory", "128,442,1769", "--rounds", "2", "--invocations", "3", "--payload", $"@{_folder["event.json"]}", "--svg", _folder["tune.svg"], "--json");

        Assert.True(outcome.ExitCode == 0, outcome.Error);
        var result = JsonNode.Parse(outcome.Output)!;
        var points = result["points"]!.AsArray();
        Assert.Equal([(128, 2, 6, 0), (442, 2, 6, 0), (1769, 2, 6, 0)], points.Select(point => ((int)point!["memory"]!, (int)point["cold"]!, (int)point["warm"]!, (int)point["failed"]!)));

        // The kernel lets 50 ms of computing take no less than that on 7 % and on 25 % of a processor, however fast the machine is.
        Assert.True((double)points[0]!["duration"]! > 400, result.ToJsonString());
        Assert.True((double)points[1]!["duration"]! > 100, result.ToJsonString());
        Assert.NotNull(result["chosen"]);
        Assert.DoesNotContain(TuningResult.LocalRemark, result["remarks"]!.AsArray().Select(remark => (string)remark!));
        Assert.True(File.Exists(_folder["tune.svg"]));
        Assert.Equal((640, """{"KEPT":"yes"}""", null), await PythonFunctions.SettingsAsync(client, "spin"));
    }

    [Fact]
    public async Task Where_they_are_not_it_says_so()
    {
        await using var engine = await ServedEngine.StartAsync(_folder["data"]);
        using var client = engine.Client();
        await PythonFunctions.CreateAsync(client, "spin", PythonFunctions.Spin);

        var outcome = await TuneAsync(engine, "spin", "--memory", "128,1769", "--rounds", "1", "--invocations", "2");

        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Contains(TuningResult.LocalRemark, outcome.Output, StringComparison.Ordinal);
        Assert.Contains("128 MB is cheapest", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_puts_the_memory_back()
    {
        await using var engine = await ServedEngine.StartAsync(_folder["data"]);
        using var client = engine.Client();
        await PythonFunctions.CreateAsync(client, "spin", PythonFunctions.Spin);
        await using var tuning = HeadraceProcess.Start(engine.Exports, "lab", "tune", "spin", "--memory", "128,256", "--rounds", "1000");
        while ((await PythonFunctions.SettingsAsync(client, "spin")).Memory == 640)
        {
            Assert.False(tuning.HasExited);
        }

        await tuning.SignalAsync("INT");

        Assert.Equal(1, await tuning.ExitAsync());
        Assert.Contains("has the memory again that it had", await tuning.ErrorAsync(), StringComparison.Ordinal);
        Assert.Equal(640, (await PythonFunctions.SettingsAsync(client, "spin")).Memory);
    }

    private static Task<Outcome> TuneAsync(ServedEngine engine, params string[] arguments) => HeadraceProcess.RunAsync(engine.Exports, ["lab", "tune", .. arguments]);
}
