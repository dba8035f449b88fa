using System.Globalization;
using Headrace.Charts;
using Headrace.Lab.Simulation;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Reporting.Pictures;

/// <summary>How far the model of Lambda was off where it could be checked, and what it predicts.</summary>
internal static class ModelCharts
{
    public static FigureSection Of(RunSummary summary)
    {
        var section = new FigureSection("model", "What the model of Lambda says");
        if (summary.Simulation is not { } simulation)
        {
            section.LeaveOut("Simulated against measured", "no simulation was made for this run");
            return section;
        }

        foreach (var levels in (simulation.Validation?.Levels ?? []).GroupBy(level => level.Variant))
        {
            ValidationCharts.Add(section, summary, levels.Key, [.. levels]);
        }

        var layouts = simulation.Predictions.GroupBy(prediction => prediction.Variant).ToList();
        foreach (var layout in layouts)
        {
            AddPredictions(section, summary, layout.Key, [.. layout]);
            foreach (var prediction in layouts.Count == 1 ? layout : layout.Skip(layout.Count() - 1))
            {
                AddTimeline(section, summary, prediction);
            }
        }

        section.Tables = html => ModelTables.Write(html, simulation);
        return section;
    }

    /// <summary><c>, layout=own</c>, where there is more than one.</summary>
    public static string Of(string variant) => variant.Length == 0 ? "" : $", {variant}";

    /// <summary>For an anchor: <c>-layout-own</c>.</summary>
    public static string IdOf(string variant) => variant.Length == 0 ? "" : "-" + new string([.. variant.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')]);

    private static void AddPredictions(FigureSection section, RunSummary summary, string variant, IReadOnlyList<Prediction> predictions)
    {
        var unit = TimeUnit.For(predictions.Max(prediction => prediction.Max));
        var worst = predictions[^1];
        section.Add(Figure.Of(
            $"predicted{IdOf(variant)}",
            $"On AWS, {Say.Count(worst.Sites)} sites at one instant: 95 % within {Say.Duration(worst.P95)}, {Say.Count(worst.PeakConcurrency)} executions at once.",
            Figure.Plot(summary.Run.Name, $"Predicted response by number of sites{Of(variant)}", Axis.Of("sites at once", [.. predictions.Select(prediction => prediction.Sites.ToString("#,0", CultureInfo.InvariantCulture))]),
                new Axis("response", unit.Name) { Minimum = 0 }, Bars("p50", -0.26, 0, one => one.P50), Bars("p95", 0, 1, one => one.P95), Bars("max", 0.26, 5, one => one.Max))));

        Series Bars(string name, double offset, int colour, Func<Prediction, double> value) =>
            new(name, SeriesKind.Bars, [.. predictions.Select((one, index) => new Point(index + offset, unit[value(one)]))]) { BarWidth = 0.24, Colour = colour };
    }

    private static void AddTimeline(FigureSection section, RunSummary summary, Prediction prediction)
    {
        if (prediction.Timeline.Count > 1)
        {
            section.Add(Figure.Of(
                $"predicted-{prediction.Sites}{IdOf(prediction.Variant)}",
                $"{Say.Count(prediction.Cold)} of {Say.Count(prediction.Arrivals, "arrival", "arrivals")} met a cold start; {Say.Count(prediction.Throttles, "attempt was", "attempts were")} throttled.",
                Figure.Plot(summary.Run.Name, $"Predicted concurrency, {Say.Count(prediction.Sites, "site", "sites")}{Of(prediction.Variant)}", new Axis("since the first arrival", "s"), new Axis("at once") { Minimum = 0 },
                    Line("environments", 5, point => point.Environments), Line("waiting", 1, point => point.Waiting), Line("running", 0, point => point.Running))));
        }

        Series Line(string name, int colour, Func<ConcurrencyPoint, double> value) =>
            new(name, SeriesKind.Line, [.. prediction.Timeline.Select(point => new Point(point.Second, value(point)))]) { Colour = colour };
    }
}
