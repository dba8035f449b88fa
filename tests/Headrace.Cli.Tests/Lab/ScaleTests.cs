using System.Text.Json.Nodes;
using Headrace.Lab.Records;
using Headrace.Lab.Simulation;

namespace Headrace.Cli.Tests.Lab;

public sealed class ScaleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_original_experiment_runs_in_both_layouts_from_camera_to_row_and_report()
    {
        Assert.SkipWhen(Installation.BuiltInFolder is null, "The built-in functions are not published: ./headrace --prepare");

        var outcome = await HeadraceProcess.RunAsync("lab", "scale", "--sites", "1,3", "--repetitions", "1", "--width", "320", "--out", _folder["run"], "--json");

        // A machine that others keep busy may make the generator late: it says so, and every picture has its row all the same.
        Assert.True(outcome.ExitCode == 0 || outcome.Error.Contains("generator", StringComparison.Ordinal), outcome.Error);
        Assert.Equal((8, 0), (JsonNode.Parse(outcome.Output)!["items"]!.GetValue<int>(), JsonNode.Parse(outcome.Output)!["failed"]!.GetValue<int>()));
        var run = Run.Read(_folder["run"]);
        Assert.All(run.Items, item => Assert.Equal((ItemStatus.Succeeded, ""), (item.Status, item.Error)));
        Assert.All(run.Items, item => Assert.True(item.Visible.IsKnown && item.Duration > 0 && item.Phases.Infer > 0 && item.Cold is not null));
        Assert.Equal(["gauge", "gauge-site001", "gauge-site002", "gauge-site003"], run.Items.Select(item => item.Function).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["layout=own", "layout=shared"], run.Items.Select(item => item.Variant).Distinct().Order(StringComparer.Ordinal));
        Assert.All(run.Items.Where(item => item.Variant == "layout=own"), item => Assert.True(item.Cold));
        AssertModelled(run);
        Assert.Contains("layout=shared", await File.ReadAllTextAsync(run.Folder.Report), StringComparison.Ordinal);
    }

    /// <summary>One picture at a time before, then every level held against the model with the engine's limits, and AWS predicted for both layouts.</summary>
    private static void AssertModelled(Run run)
    {
        var alone = Run.Read(Path.Combine(run.Folder.Path, "alone"));
        Assert.Equal((6, 6), (alone.Items.Count(item => item is { Level: 1, Repetition: > 0, Cold: true }), alone.Items.Count(item => item is { Level: 1, Repetition: > 0, Cold: false })));
        Assert.Equal(4, run.Manifest.Processors.Count);
        Assert.All(run.Manifest.Processors, level => Assert.True(level is { WasCold: true, Seconds: > 0, Engine: > 0, Functions: > 0, Generator: > 0, Others: >= 0 }));

        var simulation = SimulationFile.Find(run.Folder)!;
        Assert.Equal([("layout=own", 1), ("layout=own", 3), ("layout=shared", 1), ("layout=shared", 3)], simulation.Validation!.Levels.Select(level => (level.Variant, level.Sites)));
        Assert.All(simulation.Validation.Levels, level => Assert.True(level.Of("p50").Predicted > 0 && level.Of("cold starts").Predicted > 0 && level.Of("throttled").Predicted == 0));
        Assert.Equal([300, 3000, 30_000, 300, 3000, 30_000], simulation.Predictions.Select(prediction => prediction.Sites));
        Assert.Contains("The model of Lambda", File.ReadAllText(run.Folder.SummaryMarkdown), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--sites", "0", "sites")]
    [InlineData("--sites", "many", "sites")]
    [InlineData("--layouts", "none", "shared, own or both")]
    public async Task What_makes_no_sense_is_said_before_anything_starts(string option, string value, string expected)
    {
        var outcome = await HeadraceProcess.RunAsync("lab", "scale", option, value, "--out", _folder["run"]);

        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["run"]));
    }
}
