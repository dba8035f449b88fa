using System.Text.Json;

namespace Headrace.Cli.Tests.Lab;

public sealed class SimulateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SimulateTests()
    {
        // A cold invocation of 2 s and a warm one of 1 s, 2 GB.
        Directory.CreateDirectory(_folder["measured"]);
        File.WriteAllText(_folder["measured/run.json"], """
            {"name":"measured","kind":"measured","started":"2026-01-01T00:00:00+00:00","ended":"2026-01-01T00:01:00+00:00","plan":"","versions":[],"sources":[],"stopped":"done","remarks":[]}
            """);
        File.WriteAllText(_folder["measured/events.csv"], """
            id,level,repetition,variant,site,function,size,intended,sent,uploaded,event_time,init_started,started,ended,visible,queue_age,request_id,trace,environment,cold,init,duration,billed,memory_size,max_memory_used,download_ms,decode_ms,infer_ms,draw_ms,write_ms,status,error
            a,1,1,,,f,-1,2026-01-01T00:00:00.000000Z,,,,,2026-01-01T00:00:00.500000Z,2026-01-01T00:00:02.500000Z,2026-01-01T00:00:02.500000Z,,,,,true,400,2000,2400,2048,100,,,,,,succeeded,
            b,1,2,,,f,-1,2026-01-01T00:00:10.000000Z,,,,,2026-01-01T00:00:10.000000Z,2026-01-01T00:00:11.000000Z,2026-01-01T00:00:11.000000Z,,,,,false,,1000,1000,2048,100,,,,,,succeeded,

            """);
    }

    [Fact]
    public async Task ABurstIsColdAndTheNextOneWarm()
    {
        var outcome = await HeadraceProcess.RunAsync(
            "lab", "simulate", "--from", _folder["measured"], "--sites", "300,2000", "--repetitions", "2", "--every", "1m", "--invocation", "sync", "--out", _folder["predicted"], "--json");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        using var simulation = JsonDocument.Parse(outcome.Output);
        var predictions = simulation.RootElement.GetProperty("predictions");
        long Of(int row, string name) => predictions[row].GetProperty(name).GetInt64();
        Assert.Equal((600, 300, 0), (Of(0, "succeeded"), Of(0, "cold"), Of(0, "throttled")));
        Assert.Equal((2000, 1000, 2000), (Of(1, "succeeded"), Of(1, "cold"), Of(1, "throttled")));
        Assert.Equal(2500, predictions[0].GetProperty("max").GetDouble(), 3);
        Assert.Equal(1 + 600 + 4000, (await File.ReadAllLinesAsync(_folder["predicted/events.csv"])).Length);
        Assert.True(File.Exists(_folder["predicted/simulation.json"]));

        // What it writes is a run like any other.
        Assert.Equal(0, (await HeadraceProcess.RunAsync("lab", "cost", _folder["predicted"])).ExitCode);
    }

    [Fact]
    public async Task HeldAgainstTheRunThatItsTimesAreFromItIsRight()
    {
        var outcome = await HeadraceProcess.RunAsync("lab", "simulate", "--from", _folder["measured"], "--validate", _folder["measured"]);

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("The model's error: p50 +0.0\u00a0%; p95 +0.0\u00a0%; p99 +0.0\u00a0%; throughput +0.0\u00a0%.", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ThereMustBeSomethingToSimulate() =>
        Assert.Equal(new Outcome(2, "", "headrace: Say how many --sites, or which run to --validate against, or both.\n"), await HeadraceProcess.RunAsync("lab", "simulate", "--from", "x"));

    public void Dispose() => _folder.Dispose();
}
