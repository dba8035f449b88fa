namespace Headrace.Cli.Tests.Gauge;

public sealed class SitesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_configuration_is_found_right()
    {
        await File.WriteAllTextAsync(_folder["sites.yaml"], "- {id: a, bucket: b, model: m.onnx, segmentation_size: 64, rois: [[[0,0],[9,0],[9,9]],[[0,0],[9,0],[9,9]]]}\n");
        await File.WriteAllTextAsync(_folder["m.onnx"], "");
        var outcome = await HeadraceProcess.RunAsync("gauge", "sites", "validate", _folder["sites.yaml"]);

        Assert.Equal((0, $"{_folder["sites.yaml"]}: 1 site, nothing wrong\n", ""), (outcome.ExitCode, outcome.Output, outcome.Error));
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_line_by_line()
    {
        await File.WriteAllTextAsync(_folder["sites.yaml"], "- {id: a, bucket: b, model: gone.onnx, segmentation_size: 64, time_zone: Mars, rois: [[[0,0],[99,0],[9,9]],[[0,0],[9,0],[9,9]]]}\n");
        var outcome = await HeadraceProcess.RunAsync("gauge", "sites", "validate", _folder["sites.yaml"]);

        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains("site a: model: there is no file gone.onnx\n", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("site a: rois[0]: [99, 0] is outside the frame of 64x64\n", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("site a: time_zone: there is no time zone Mars", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_one_sentence()
    {
        var outcome = await HeadraceProcess.RunAsync("gauge", "sites", "validate", _folder["gone.yaml"]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith($"headrace: {_folder["gone.yaml"]} cannot be read: ", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_schema_is_printed()
    {
        var outcome = await HeadraceProcess.RunAsync("gauge", "schema");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.StartsWith("CREATE TABLE IF NOT EXISTS images_segmented (", outcome.Output, StringComparison.Ordinal);
    }
}
