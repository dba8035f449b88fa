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

    private static List<Point> Observed(Calibration calibration, DateTime first, DateTime last)
    {
        var readings = calibration.Gauge.Readings.Where(reading => reading.Clock >= first && reading.Clock <= last).ToList();
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
