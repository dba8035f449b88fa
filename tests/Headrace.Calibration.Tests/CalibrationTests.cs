using System.Globalization;
using System.Text.Json;
using Headrace.Calibration.Exporting;
using Headrace.Calibration.Filtering;
using Headrace.Calibration.Pictures;
using Headrace.Calibration.Scoring;

namespace Headrace.Calibration.Tests;

public sealed class CalibrationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_site_whose_counts_follow_its_stage_is_learnt_with_its_rating_curve()
    {
        var options = Made(400);
        var calibration = Run(options);
        var report = calibration.Report;

        Assert.Equal((400, 400, 80, 320), (report.Rows, report.Used, report.HeldOut.Rows, report.Train.Rows));
        Assert.True(report.HeldOut.R2 > 0.99, $"R² {report.HeldOut.R2}");
        Assert.True(report.OutOfBag!.R2 > 0.98);
        Assert.Equal(1, report.Importances.Sum(), 1e-9);
        Assert.Equal((5, 0.3, 1.7), (Math.Round(report.Rating!.A, 1), Math.Round(report.Rating.H0, 2), Math.Round(report.Rating.B, 2)));
        Assert.Equal(400, report.Rating.Pairs);
        Assert.All(calibration.Rows, row => Assert.Equal(row.IsHeldOut, row.OutOfBag is null));
        Assert.Contains(new KeyValuePair<string, string>("headrace.rating.b", report.Rating.B.ToString("R", CultureInfo.InvariantCulture)), RegressorModel.Of(calibration.Forest, report).MetadataProps);
        using var json = JsonDocument.Parse(report.ToJson());
        Assert.Equal(report.HeldOut.Rmse, json.RootElement.GetProperty("held_out").GetProperty("rmse").GetDouble());
    }

    [Fact]
    public void The_same_options_make_the_same_report_and_another_seed_another_split()
    {
        var options = Made(100);

        Assert.Equal(Run(options).Report.ToJson(), Run(options).Report.ToJson());
        Assert.NotEqual(Run(options).Report.HeldOut, Run(options with { SplitSeed = 7 }).Report.HeldOut);
    }

    [Fact]
    public void The_latest_rows_can_be_held_out()
    {
        var rows = Run(Made(100) with { Split = SplitKind.Latest }).Rows;

        Assert.All(rows.Take(80), row => Assert.False(row.IsHeldOut));
        Assert.All(rows.Skip(80), row => Assert.True(row.IsHeldOut));
    }

    [Fact]
    public void Too_few_rows_are_refused_with_what_took_them_away()
    {
        var failure = Assert.Throws<CalibrationException>(() => Run(Made(100) with { Filter = new FilterOptions { Daylight = (3, 4) } }));

        Assert.Matches("^[0-9]+ of 100 rows are left, too few to learn from \\(20\\): [0-9]+ outside 3:00 to 4:00\\.$", failure.Message);
    }

    [Fact]
    public void Scores_are_what_they_are_called()
    {
        var score = Score.Of([(1, 2), (2, 2), (3, 5)])!;

        Assert.Equal((3, 1 - (5.0 / 2), Math.Sqrt(5.0 / 3), 1.0, 1.0), (score.Rows, score.R2!.Value, score.Rmse, score.Mae, score.Bias));
        Assert.Null(Score.Of([]));
        Assert.Null(Score.Of([(1, 2), (1, 3)])!.R2);
    }

    [Fact]
    public void Pictures_show_what_was_held_out()
    {
        var calibration = Run(Made(100));
        var (scatter, hydrograph) = (ScatterPicture.Of(calibration), HydrographPicture.Of(calibration));

        Assert.Equal(20, scatter.Series.Single(series => series.Name == "held out").Points.Count);
        Assert.Equal(20, hydrograph.Series.Single(series => series.Name == "predicted").Points.Count);
        Assert.Equal(calibration.Gauge.Readings.Count, hydrograph.Series.Single(series => series.Name == "observed").Points.Count);
        Assert.Contains("stage (m)", hydrograph.ToSvg(), StringComparison.Ordinal);
        Assert.Contains("1:1", scatter.ToSvg(), StringComparison.Ordinal);
    }

    private static Calibration Run(CalibrationOptions options) => Calibration.Run(options, TestContext.Current.CancellationToken);

    /// <summary>One image a day: stage rises and falls as a sine, counts with it, and discharge is 5(h − 0.3)^1.7.</summary>
    private CalibrationOptions Made(int days)
    {
        var (counts, stages, flows) = (new StringWriter(), new StringWriter(), new StringWriter());
        counts.WriteLine("image_timestamp,roi,iou_score,image_md5");
        stages.WriteLine("datetime,x_00065");
        flows.WriteLine("datetime,x_00060");
        for (var day = 0; day < days; day++)
        {
            var (time, stage) = ($"{new DateTime(2024, 1, 1).AddDays(day):yyyy-MM-dd} 12:00", 1 + (0.5 * Math.Sin(day / 20.0)));
            counts.WriteLine(FormattableString.Invariant($"{time},\"{{{(int)(stage * 10_000)},{(int)(stage * stage * 5_000)}}}\",0.95,{day}"));
            stages.WriteLine(FormattableString.Invariant($"{time},{stage}"));
            flows.WriteLine(FormattableString.Invariant($"{time},{5 * Math.Pow(stage - 0.3, 1.7)}"));
        }

        return new CalibrationOptions
        {
            Counts = _folder.Write("counts.csv", $"{counts}"),
            Gauge = _folder.Write("stage.csv", $"{stages}"),
            GaugeUnit = "m",
            Discharge = _folder.Write("flow.csv", $"{flows}"),
            DischargeUnit = "m3/s",
        };
    }
}
