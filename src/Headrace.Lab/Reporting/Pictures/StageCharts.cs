using Headrace.Charts;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Reporting.Pictures;

/// <summary>Where the time goes: from intended start to visible result, stage by stage.</summary>
internal static class StageCharts
{
    private static readonly string[] Order = ["lag", "upload", "queue", "spawn", "init", "download", "decode", "infer", "draw", "write", "run", "visible"];

    public static FigureSection Of(RunSummary summary)
    {
        var section = new FigureSection("stages", "Where the time goes");
        AddWaterfall(section, summary);
        FlowCharts.AddQueueAge(section, summary);
        LatencyCharts.AddHistograms(section, summary, Measure.Init);
        return section;
    }

    private static void AddWaterfall(FigureSection section, RunSummary summary)
    {
        const string Title = "From intended start to visible result";
        var waterfalls = summary.Waterfalls.Where(waterfall => waterfall.Stages.Any(stage => stage.Milliseconds > 0)).OrderBy(waterfall => waterfall.Percentile).ToList();
        if (waterfalls.Count == 0)
        {
            section.LeaveOut(Title, "no stage of an item was measured");
            return;
        }

        List<string> stages = [.. waterfalls.SelectMany(waterfall => waterfall.Stages).Where(stage => stage.Milliseconds > 0).Select(stage => stage.Name).Distinct().OrderBy(name => Array.IndexOf(Order, name) is >= 0 and var place ? place : Order.Length)];
        var unit = TimeUnit.For(waterfalls.Max(waterfall => waterfall.Total));
        var height = 0.8 / waterfalls.Count;
        var series = waterfalls.Select((waterfall, index) =>
        {
            var (end, points) = (0.0, new List<Point>());
            foreach (var stage in waterfall.Stages.OrderBy(stage => stages.IndexOf(stage.Name)))
            {
                var start = end;
                end += unit[stage.Milliseconds];
                if (stages.IndexOf(stage.Name) is >= 0 and var row)
                {
                    points.Add(new Point(end, row - 0.4 + (height * (index + 0.5))) { Base = start });
                }
            }

            return new Series($"p{Say.Cell(waterfall.Percentile)}", SeriesKind.Bars, points) { BarWidth = height };
        });
        section.Add(Figure.Of(
            "waterfall",
            summary.Bottleneck?.Sentence ?? "Each bar starts where the one above ends: the mean stages of the items around each percentile of the response.",
            Figure.Plot(summary.Run.Name, Title, new Axis("since the intended start", unit.Name), Axis.Of("stage", stages), [.. series]) with
            {
                Height = 2 * Figure.Height,
            }) with
        { Nearest = "y", IsTall = true });
    }
}
