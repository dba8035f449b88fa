using Headrace.Charts;

namespace Headrace.Calibration.Pictures;

/// <summary>Stage over time: what the gauge read, and what was predicted from images that the forest has not learnt.</summary>
public static class HydrographPicture
{
    /// <summary>A silence of the gauge this many times its usual interval is a gap in its line.</summary>
    private const int LongestBridge = 24;

    public static Chart Of(Calibration calibration)
    {
        var (first, last) = (calibration.Rows[0].Pair.Clock, calibration.Rows[^1].Pair.Clock);
        return new Chart
        {
            Title = "Hydrograph: observed and predicted stage",
            Subtitle = $"{first:yyyy-MM-dd} to {last:yyyy-MM-dd}; predictions of images that were held out",
            X = Axis.Time("time on the gauge's clock"),
            Y = new Axis("stage", calibration.Report.Unit),
            Width = 1200,
            Series =
            [
                new Series("observed", SeriesKind.Line, Observed(calibration, first, last)),
                new Series("predicted", SeriesKind.Points, [.. calibration.Rows.Where(row => row.IsHeldOut).Select(row => Point.At(row.Pair.Clock, row.Predicted))]),
            ],
        };
    }

    /// <summary>What a site's camera measured: a line through what the ground truth verifies, and the rest as points.</summary>
    /// <param name="measured">At least one, in order of time.</param>
    public static Chart Of(string site, IReadOnlyList<(DateTime Clock, double Stage, bool IsVerified)> measured, string unit)
    {
        var verified = measured.Where(row => row.IsVerified).Select(row => (row.Clock, row.Stage)).ToList();
        return new Chart
        {
            Title = $"Hydrograph: stage at {site}",
            Subtitle = $"{measured[0].Clock:yyyy-MM-dd} to {measured[^1].Clock:yyyy-MM-dd}; {verified.Count} of {measured.Count} pictures verified",
            X = Axis.Time("time on the camera's clock"),
            Y = new Axis("stage", unit),
            Width = 1200,
            Series =
            [
                new Series("verified", SeriesKind.Line, Line(verified)) { Colour = 0 },
                new Series("", SeriesKind.Points, [.. verified.Select(row => Point.At(row.Clock, row.Stage))]) { Colour = 0 },
                new Series("not verified", SeriesKind.Points, [.. measured.Where(row => !row.IsVerified).Select(row => Point.At(row.Clock, row.Stage))]) { Colour = 1 },
            ],
        };
    }

    private static List<Point> Observed(Calibration calibration, DateTime first, DateTime last) =>
        Line([.. calibration.Gauge.Readings.Where(reading => reading.Clock >= first && reading.Clock <= last).Select(reading => (reading.Clock, reading.Value))]);

    private static List<Point> Line(List<(DateTime Clock, double Value)> readings)
    {
        var intervals = readings.Zip(readings.Skip(1), (one, next) => next.Clock - one.Clock).Order().ToList();
        var bridge = intervals.Count > 0 ? LongestBridge * intervals[intervals.Count / 2] : TimeSpan.Zero;
        var points = new List<Point>();
        foreach (var (index, reading) in readings.Index())
        {
            if (index > 0 && reading.Clock - readings[index - 1].Clock > bridge)
            {
                points.Add(Point.At(readings[index - 1].Clock, double.NaN));
            }

            points.Add(Point.At(reading.Clock, reading.Value));
        }

        return points;
    }
}
