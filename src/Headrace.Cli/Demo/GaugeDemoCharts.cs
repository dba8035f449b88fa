using System.Globalization;
using Headrace.Charts;
using Headrace.Scenes.Hydrology;

namespace Headrace.Cli.Demo;

/// <summary>Predicted against true stage, as pictures.</summary>
internal static class GaugeDemoCharts
{
    private static readonly TimeSpan _step = TimeSpan.FromHours(1);

    /// <summary>The river's true hydrograph at one site, with what was read from its pictures.</summary>
    public static Chart Hydrograph(string site, Hydrograph river, IReadOnlyList<GaugeDemoRow> rows)
    {
        var (first, last) = (rows.Min(row => row.Image.Time) - _step, rows.Max(row => row.Image.Time) + _step);
        var truth = new List<Point>();
        for (var time = first; time <= last; time += _step)
        {
            truth.Add(Point.At(time.DateTime, river.StageAt(time)));
        }

        return new Chart
        {
            Title = $"Hydrograph: true and predicted stage at {site}",
            Subtitle = "the line is the river's own truth, the points were read from pictures",
            X = Axis.Time("local time"),
            Y = new Axis("stage", "m"),
            Series =
            [
                new Series("true", SeriesKind.Line, truth),
                new Series("predicted", SeriesKind.Points, [.. rows.Where(row => row.Stage is not null).OrderBy(row => row.Image.Time).Select(row => Point.At(row.Image.Time.DateTime, row.Stage!.Value))]),
            ],
        };
    }

    /// <summary>Every row of every site.</summary>
    public static Chart Scatter(IReadOnlyList<GaugeDemoRow> rows, double? rmse) => new()
    {
        Title = "Predicted against true stage, all sites",
        Subtitle = string.Create(CultureInfo.InvariantCulture, $"{rows.Count} pictures of {rows.Select(row => row.Image.SiteId).Distinct().Count()} sites, RMSE {rmse:0.000} m"),
        X = new Axis("true stage", "m"),
        Y = new Axis("predicted stage", "m"),
        Width = 640,
        Height = 600,
        Series =
        [
            new Series("", SeriesKind.Reference, [new Point(Headrace.Scenes.Hydrology.Hydrograph.LowestStage, Headrace.Scenes.Hydrology.Hydrograph.LowestStage), new Point(Headrace.Scenes.Hydrology.Hydrograph.HighestStage, Headrace.Scenes.Hydrology.Hydrograph.HighestStage)]),
            new Series("pictures", SeriesKind.Points, [.. rows.Where(row => row.Stage is not null).Select(row => new Point(row.Image.Stage, row.Stage!.Value))]),
        ],
    };
}
