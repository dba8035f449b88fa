using System.Text.Json;
using Headrace.Vision.Darknet;

namespace Headrace.Cli.Tests.Models;

public sealed class ModelsTests : IDisposable
{
    private const string Cfg = """
        [net]
        width=32
        height=64
        [convolutional]
        batch_normalize=1
        filters=8
        size=3
        stride=2
        pad=1
        activation=leaky
        [maxpool]
        [convolutional]
        size=1
        filters=7
        [yolo]
        mask=0
        anchors=10,14
        classes=2
        num=1
        """;

    private readonly TemporaryFolder _folder = new();

    private string CfgPath => Path.Combine(_folder.Path, "boats.cfg");

    private string WeightsPath => Path.Combine(_folder.Path, "boats.weights");

    private string ModelPath => Path.Combine(_folder.Path, "boats.onnx");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_darknet_network_becomes_a_model_that_can_be_shown()
    {
        WriteNetwork();
        var names = Path.Combine(_folder.Path, "boats.names");
        await File.WriteAllTextAsync(names, "boat\nperson\n");
        var imported = await HeadraceProcess.RunAsync("models", "import", "darknet", CfgPath, WeightsPath, "--names", names, "--out", ModelPath);
        Assert.Equal((0, ""), (imported.ExitCode, imported.Error));
        Assert.Contains(ModelPath, imported.Output, StringComparison.Ordinal);

        var shown = await HeadraceProcess.RunAsync("models", "show", ModelPath);
        Assert.Equal((0, ""), (shown.ExitCode, shown.Error));
        Assert.Contains("image float32[N,3,64,32]", shown.Output, StringComparison.Ordinal);
        Assert.Contains("detections float32[N,128,7]", shown.Output, StringComparison.Ordinal);
        Assert.Contains("2 lines: boat, person", shown.Output, StringComparison.Ordinal);

        var json = await HeadraceProcess.RunAsync("models", "show", ModelPath, "--json");
        using var report = JsonDocument.Parse(json.Output);
        // Convolutions: 16×32 outputs of 8 filters over 3×3×3, 8×16 outputs of 7 filters over 8; two operations each.
        Assert.Equal(2 * ((16 * 32 * 8 * 27) + (8 * 16 * 7 * 8)), report.RootElement.GetProperty("flops").GetInt64());
        var convolutions = report.RootElement.GetProperty("layers").EnumerateArray().Single(layer => layer.GetProperty("operator").GetString() == "Conv");
        Assert.Equal((8 * 27) + 8 + (7 * 8) + 7, convolutions.GetProperty("parameters").GetInt64());
        Assert.Equal("darknet", report.RootElement.GetProperty("metadata").GetProperty("headrace.kind").GetString());
    }

    [Fact]
    public async Task Weights_that_end_too_early_end_with_1_and_leave_no_file()
    {
        WriteNetwork();
        await using (var weights = File.OpenWrite(WeightsPath))
        {
            weights.SetLength(weights.Length - 4);
        }

        var outcome = await HeadraceProcess.RunAsync("models", "import", "darknet", CfgPath, WeightsPath, "--out", ModelPath);
        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith($"headrace: {WeightsPath}, for {CfgPath}: line 12, [convolutional]: the weights are truncated", outcome.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(ModelPath));
    }

    [Theory]
    [InlineData("weights", "short", "{weights}: the weights end inside their header: 5 bytes in all")]
    [InlineData("weights", "PNG!PNG!PNG!PNG!PNG!", "{weights}: weights of version ")]
    [InlineData("weights", null, "{weights}: Could not find")]
    [InlineData("cfg", "[net]\nwidth=wide\n[yolo]\n", "{cfg}: line 2, [net]: width=wide is not a whole number")]
    [InlineData("cfg", "width=64\n", "{cfg}: line 1: stands before any section")]
    [InlineData("cfg", "# nothing\n", "{cfg}: the cfg has no section: it has to begin with [net]")]
    [InlineData("cfg", null, "{cfg}: Could not find")]
    [InlineData("names", "boat\nperson\ntree\n", "{names}, for {cfg}: line 18, [yolo]: 3 names were given for classes=2")]
    [InlineData("names", null, "{names}: Could not find")]
    [InlineData("out", null, "{out}: Could not find")]
    public async Task Import_names_the_file_that_is_wrong_and_the_line_where_there_is_one(string file, string? content, string message)
    {
        WriteNetwork();
        var paths = new Dictionary<string, string> { ["cfg"] = CfgPath, ["weights"] = WeightsPath, ["names"] = Path.Combine(_folder.Path, "boats.names"), ["out"] = ModelPath };
        File.WriteAllText(paths["names"], "boat\nperson\n");
        if (content is not null)
        {
            File.WriteAllText(paths[file], content);
        }
        else
        {
            paths[file] = Path.Combine(_folder.Path, "nowhere", "file");
        }

        var outcome = await HeadraceProcess.RunAsync("models", "import", "darknet", paths["cfg"], paths["weights"], "--names", paths["names"], "--out", paths["out"]);
        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith("headrace: " + paths.Aggregate(message, (text, path) => text.Replace($"{{{path.Key}}}", path.Value, StringComparison.Ordinal)), outcome.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(ModelPath));
    }

    [Fact]
    public async Task A_file_that_is_no_model_ends_with_1()
    {
        WriteNetwork();
        var outcome = await HeadraceProcess.RunAsync("models", "show", CfgPath);
        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith($"headrace: {CfgPath} is no ONNX model: ", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_ends_with_1()
    {
        var outcome = await HeadraceProcess.RunAsync("models", "show", ModelPath);
        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains(ModelPath, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_without_a_target_ends_with_2() =>
        Assert.Equal(2, (await HeadraceProcess.RunAsync("models", "import", "darknet", CfgPath, WeightsPath)).ExitCode);

    private void WriteNetwork()
    {
        File.WriteAllText(CfgPath, Cfg);
        using var weights = File.Create(WeightsPath);
        DarknetImporter.WriteRandomWeights(Cfg, weights, seed: 1);
    }
}
