using System.Text.Json;

namespace Headrace.Cli.Tests.Gauge;

public sealed class CalibrateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_model_its_pictures_its_rows_and_a_report_are_written()
    {
        Write();
        var outcome = await RunAsync("--rows", _folder["rows.csv"], "--json");

        Assert.Equal(0, outcome.ExitCode);
        using var report = JsonDocument.Parse(outcome.Output);
        Assert.Equal(60, report.RootElement.GetProperty("used").GetInt32());
        Assert.Equal(12, report.RootElement.GetProperty("held_out").GetProperty("rows").GetInt32());
        Assert.True(File.Exists(_folder["r.onnx"]));
        Assert.StartsWith("<svg ", await File.ReadAllTextAsync(_folder["r-scatter.svg"]), StringComparison.Ordinal);
        Assert.StartsWith("<svg ", await File.ReadAllTextAsync(_folder["r-hydrograph.svg"]), StringComparison.Ordinal);
        Assert.Equal(61, (await File.ReadAllLinesAsync(_folder["rows.csv"])).Length);
        Assert.Contains("wrote ", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.partial"));
    }

    [Fact]
    public async Task Without_json_it_prints_tables()
    {
        Write();
        var outcome = await RunAsync("--trees", "5");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("60 images, 60 readings; 60 rows used", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("held out (random)", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("5 trees of depth 10", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("importance: ROI 1 ", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--daylight", "25-3", "--daylight must be hours such as 8-18, or all, not '25-3'.")]
    [InlineData("--pairs-zone", "Mars", "--pairs-zone must be a time zone such as America/Denver, UTC, MST or -07:00, not 'Mars'.")]
    [InlineData("--trees", "0", "--trees must be a whole number from 1 to 10000, not '0'.")]
    [InlineData("--unit", "yards", "--unit must be m or cm or mm or ft or in, not 'yards'.")]
    [InlineData("--clip", "101", "--clip must be a number from 1 to 100, or off, not '101'.")]
    public async Task An_option_that_makes_no_sense_is_misuse(string option, string value, string message)
    {
        Assert.Equal(new Outcome(2, "", $"headrace: {message}\n"), await RunAsync(option, value));
    }

    [Fact]
    public async Task What_is_wrong_in_a_file_is_said_in_one_sentence()
    {
        Write();
        await File.WriteAllTextAsync(_folder["counts.csv"], "image_timestamp,roi\n2024-05-09 17:00:04,many\n");

        Assert.Equal(new Outcome(1, "", "headrace: counts.csv, line 2: column 'roi' is 'many', not counts such as {120,340}.\n"), await RunAsync());
        Assert.False(File.Exists(_folder["r.onnx"]));
    }

    private Task<Outcome> RunAsync(params string[] options) =>
        HeadraceProcess.RunAsync(["gauge", "calibrate", "--pairs", _folder["counts.csv"], "--gauge", _folder["stage.csv"], "--out", _folder["r.onnx"], .. options]);

    private void Write()
    {
        var days = Enumerable.Range(0, 60).Select(day => (Time: $"{new DateTime(2024, 1, 1).AddDays(day):yyyy-MM-dd} 12:00", Day: day)).ToList();
        File.WriteAllText(_folder["counts.csv"], "image_timestamp,roi\n" + string.Concat(days.Select(day => $"{day.Time},\"{{{1000 + (day.Day * 10)},{50 + day.Day}}}\"\n")));
        File.WriteAllText(_folder["stage.csv"], "datetime,x_00065\n" + string.Concat(days.Select(day => $"{day.Time},{3 + (day.Day % 30)}\n")));
    }
}
