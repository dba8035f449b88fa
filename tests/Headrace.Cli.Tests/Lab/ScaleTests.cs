using System.Text.Json.Nodes;
using Headrace.Lab.Records;

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
        Assert.Contains("layout=shared", await File.ReadAllTextAsync(run.Folder.Report), StringComparison.Ordinal);
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
