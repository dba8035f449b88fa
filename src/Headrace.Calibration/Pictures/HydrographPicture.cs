using Headrace.Charts;

namespace Headrace.Calibration.Pictures;

/// <summary>Stage over time: what the gauge read, and what was predicted from images that the forest has not learnt.</summary>
public static class HydrographPicture
{
    /// <summary>A longer silence of the gauge is a gap in its line.</summary>
    private static readonly TimeSpan LongestBridge = TimeSpan.FromHours(6);

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
        var points = new List<Point>();
        DateTime? previous = null;
        foreach (var reading in calibration.Gauge.Readings.Where(reading => reading.Clock >= first && reading.Clock <= last))
        {
            if (previous is { } before && reading.Clock - before > LongestBridge)
            {
                points.Add(Point.At(before, double.NaN));
            }

            points.Add(Point.At(reading.Clock, reading.Value));
            previous = reading.Clock;
        }

        return points;
    }
}
