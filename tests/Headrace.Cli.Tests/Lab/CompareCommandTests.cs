using System.Text.Json;
using Headrace.Lab.Records;

namespace Headrace.Cli.Tests.Lab;

public sealed class CompareCommandTests : IDisposable
{
    private static readonly Moment Noon = Moment.At(new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_slower_run_is_worse_and_fails_where_it_must_not_be()
    {
        var (before, after) = (Write("before", 1), Write("after", 1.5));

        var outcome = await HeadraceProcess.RunAsync("lab", "compare", before, after, "--fail-if", "p95>+10%", "--fail-if", "errors>1%");

        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Error));
        Assert.Matches(@"(?m)^p95 .* \+50\.0 % .* worse$", outcome.Output);
        Assert.Matches(@"(?m)^errors .* no change$", outcome.Output);
        Assert.Contains("FAILED  p95>+10%: p95 is ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("passed  errors>1%: errors is 0.00 %, was 0.00 %", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_against_itself_passes_also_as_json()
    {
        var run = Write("same", 1);

        var outcome = await HeadraceProcess.RunAsync("lab", "compare", run, run, "--fail-if", "p95>+0%", "--json");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        using var json = JsonDocument.Parse(outcome.Output);
        Assert.False(json.RootElement.GetProperty("failed").GetBoolean());
        Assert.All(json.RootElement.GetProperty("comparison").GetProperty("changes").EnumerateArray(), change => Assert.Equal("NoChange", change.GetProperty("verdict").GetString()));
    }

    [Fact]
    public async Task A_condition_that_is_none_ends_with_2_and_says_where()
    {
        var outcome = await HeadraceProcess.RunAsync("lab", "compare", "a", "b", "--fail-if", "p95=>10%");

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains("--fail-if \"p95=>10%\", column 4: >, >=, < or <= is expected", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_no_run_is_named()
    {
        var outcome = await HeadraceProcess.RunAsync("lab", "compare", Write("run", 1), _folder.Path);

        Assert.Equal((1, $"headrace: {_folder.Path} is no run: it has neither events.csv and run.json nor summary.json.\n"), (outcome.ExitCode, outcome.Error));
    }

    private string Write(string name, double scale)
    {
        var items = Enumerable.Range(0, 400).Select(number => new Item
        {
            Id = $"{number}",
            Intended = Noon.Plus(number * 50),
            Sent = Noon.Plus(number * 50),
            Uploaded = Noon.Plus((number * 50) + (scale * (20 + (number * 7919 % 17)))),
        });
        var path = Path.Combine(_folder.Path, name);
        new Run(new RunFolder(path), new RunManifest { Name = name, Kind = "measured", Started = Noon.ToDateTimeOffset(), Ended = Noon.ToDateTimeOffset() }, ItemTable.Of(items)).Write();
        return path;
    }
}
