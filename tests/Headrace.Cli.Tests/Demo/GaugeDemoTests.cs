using System.Text.Json;
using Headrace.Cli.Demo;
using Headrace.Onnx;

namespace Headrace.Cli.Tests.Demo;

public sealed class GaugeDemoTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_picture_has_its_row_and_the_stage_is_read_to_a_fifth_of_a_metre()
    {
        Assert.SkipWhen(Installation.BuiltInFolder is null, "The built-in functions are not published: ./headrace --prepare");
        var outcome = await HeadraceProcess.RunAsync("demo", "gauge", "--sites", "4", "--images-per-site", "3", "--width", "640", "--out", _folder.Path, "--json");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        using var report = JsonDocument.Parse(outcome.Output);
        int Count(string name) => report.RootElement.GetProperty(name).GetInt32();
        Assert.Equal((12, 12, 0, 4), (Count("images"), Count("rows"), Count("missing"), Count("sites")));
        Assert.InRange(Count("cold_starts"), 1, 12);
        Assert.InRange(report.RootElement.GetProperty("rmse_m").GetDouble(), 0.001, 0.3);
        Assert.InRange(report.RootElement.GetProperty("verified_rmse_m").GetDouble(), 0.001, 0.3);
        Assert.True(report.RootElement.GetProperty("p50_ms").GetDouble() <= report.RootElement.GetProperty("p99_ms").GetDouble());
        var sites = report.RootElement.GetProperty("site_rmse_m").EnumerateObject().ToList();
        Assert.Equal(["site001", "site002", "site003", "site004"], sites.Select(site => site.Name));
        Assert.Equal(report.RootElement.GetProperty("site_rmse_worst_m").GetDouble(), sites.Max(site => site.Value.GetDouble()));
        var rows = await File.ReadAllLinesAsync(_folder["gauge-rows.csv"]);
        Assert.Equal("site_id,time,true_stage_m,stage_m,iou,verified", rows[0]);
        Assert.Equal(12, rows.Skip(1).Count(row => row.Split(',') is [['s', 'i', 't', 'e', ..], _, _, not "", not "", "true" or "false"]));
        Assert.StartsWith("<svg ", await File.ReadAllTextAsync(_folder["gauge-hydrograph.svg"]), StringComparison.Ordinal);
        Assert.StartsWith("<svg ", await File.ReadAllTextAsync(_folder["gauge-scatter.svg"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mask_that_is_not_verified_counts_in_one_error_and_not_in_the_other()
    {
        GaugeDemoRow Row(string site, double stage, bool verified) =>
            new(new GaugeDemoImage(site, $"{site}-image", "k.jpg", "p", DateTimeOffset.UnixEpoch, Stage: 1), TimeSpan.FromSeconds(1), stage, verified ? 0.95 : 0.7, verified);

        var report = GaugeDemoReport.Of([Row("site001", 1.1, true), Row("site002", 3, false), Row("site002", 0.9, true)], 3, 1, TimeSpan.FromSeconds(1), []);

        Assert.Equal((1.158, 0.1), (report.RmseM, report.VerifiedRmseM));
        Assert.Equal([("site001", 0.1), ("site002", 1.416)], report.SiteRmseM.Select(site => (site.Key, site.Value)));
        Assert.Contains("site002,1970-01-01T00:00:00+00:00,1.000,3.00,0.700,false\n", report.ToCsv(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_rating_is_a_straight_line_between_its_points_and_never_falls()
    {
        using var model = OnnxModel.Open(GaugeDemoRating.ToOnnx([(100, 0.5), (0, 0.2), (300, 2.5), (200, 2.6), (300, 2.7)], regions: 2).AsSpan());
        float Stage(float one, float other)
        {
            using var counts = OnnxValue.Over(((float[])[one, other]).AsMemory(), 1, 2);
            using var results = model.Run(new OnnxInput("counts", counts));
            return results[0].AsSpan<float>()[0];
        }

        Assert.Equal(0.2, Stage(0, 0), 4);
        Assert.Equal(0.35, Stage(20, 30), 4);
        Assert.Equal(0.5, Stage(100, 0), 4);
        Assert.Equal(1.55, Stage(75, 75), 4);
        Assert.Equal(2.6, Stage(100, 100), 4);
        Assert.Equal(2.6, Stage(150, 150), 4);
        Assert.Equal(2.6, Stage(1000, 1000), 4);
    }
}
