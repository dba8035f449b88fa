using System.Globalization;
using Headrace.Charts;

namespace Headrace.Calibration.Pictures;

/// <summary>Predicted against observed stage, with the line on which both are the same.</summary>
public static class ScatterPicture
{
    public static Chart Of(Calibration calibration)
    {
        var all = calibration.Rows.SelectMany(row => (double[])[row.Pair.Stage, row.Predicted]).ToList();
        var margin = 0.03 * (all.Max() - all.Min());
        var (least, most) = (all.Min() - margin, all.Max() + margin);
        var (unit, score) = (calibration.Report.Unit, calibration.Report.HeldOut);
        return new Chart
        {
            Title = "Stage: predicted against observed",
            Subtitle = string.Create(CultureInfo.InvariantCulture, $"held out: {score.Rows} images, R² {score.R2:0.000}, RMSE {score.Rmse:0.###} {unit}, bias {score.Bias:+0.####;-0.####;0} {unit}"),
            X = new Axis("observed stage", unit) { Minimum = least, Maximum = most },
            Y = new Axis("predicted stage", unit) { Minimum = least, Maximum = most },
            Width = 720,
            Height = 720,
            Series =
            [
                new Series("out of bag", SeriesKind.Points, [.. calibration.Rows.Where(row => row.OutOfBag is not null).Select(row => new Point(row.Pair.Stage, row.OutOfBag!.Value))]),
                new Series("held out", SeriesKind.Points, [.. calibration.Rows.Where(row => row.IsHeldOut).Select(row => new Point(row.Pair.Stage, row.Predicted))]),
                new Series("1:1", SeriesKind.Reference, [new Point(least, least), new Point(most, most)]),
            ],
        };
    }
}
