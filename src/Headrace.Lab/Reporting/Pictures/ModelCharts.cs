using System.Globalization;
using Headrace.Charts;
using Headrace.Lab.Simulation;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Reporting.Pictures;

/// <summary>What the model of Lambda predicts, and how far it was off where it could be checked.</summary>
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

        if (simulation.Predictions.Count > 0)
        {
            AddPredictions(section, summary, simulation.Predictions);
            foreach (var prediction in simulation.Predictions)
            {
                AddTimeline(section, summary, prediction);
            }
        }

        foreach (var level in simulation.Validation?.Levels ?? [])
        {
            AddValidation(section, summary, level);
        }

        section.Tables = html => WriteTables(html, simulation);
        return section;
    }

    private static void AddPredictions(FigureSection section, RunSummary summary, IReadOnlyList<Prediction> predictions)
    {
        var unit = TimeUnit.For(predictions.Max(prediction => prediction.Max));
        var worst = predictions[^1];
        section.Add(Figure.Of(
            "predicted",
            $"At {Say.Count(worst.Sites)} sites: 95 % within {Say.Duration(worst.P95)}, {Say.Count(worst.PeakConcurrency)} executions at once.",
            Figure.Plot(summary.Run.Name, "Predicted response by number of sites", Axis.Of("sites at once", [.. predictions.Select(prediction => prediction.Sites.ToString("#,0", CultureInfo.InvariantCulture))]),
                new Axis("response", unit.Name) { Minimum = 0 }, Bars("p50", -0.26, 0, one => one.P50), Bars("p95", 0, 1, one => one.P95), Bars("max", 0.26, 5, one => one.Max))));

        Series Bars(string name, double offset, int colour, Func<Prediction, double> value) =>
            new(name, SeriesKind.Bars, [.. predictions.Select((one, index) => new Point(index + offset, unit[value(one)]))]) { BarWidth = 0.24, Colour = colour };
    }

    private static void AddTimeline(FigureSection section, RunSummary summary, Prediction prediction)
    {
        if (prediction.Timeline.Count > 1)
        {
            section.Add(Figure.Of(
                $"predicted-{prediction.Sites}",
                $"{Say.Count(prediction.Cold)} of {Say.Count(prediction.Arrivals, "arrival", "arrivals")} met a cold start; {Say.Count(prediction.Throttles, "attempt was", "attempts were")} throttled.",
                Figure.Plot(summary.Run.Name, $"Predicted concurrency, {Say.Count(prediction.Sites, "site", "sites")}", new Axis("since the first arrival", "s"), new Axis("at once") { Minimum = 0 },
                    Line("environments", 5, point => point.Environments), Line("waiting", 1, point => point.Waiting), Line("running", 0, point => point.Running))));
        }

        Series Line(string name, int colour, Func<ConcurrencyPoint, double> value) =>
            new(name, SeriesKind.Line, [.. prediction.Timeline.Select(point => new Point(point.Second, value(point)))]) { Colour = colour };
    }

    private static void AddValidation(FigureSection section, RunSummary summary, ValidationLevel level)
    {
        var unit = TimeUnit.For(level.Quantiles.Max(pair => Math.Max(pair.Measured, pair.Predicted)));
        section.Add(Figure.Of(
            $"validation-{level.Sites}",
            $"The two distributions of response are at most {Say.Share(level.Distance)} apart (Kolmogorov's distance).",
            Figure.Plot(summary.Run.Name, $"Simulated against measured, {Say.Count(level.Sites, "site", "sites")}", new Axis("share of the items that took no longer", "%"), new Axis("response", unit.Name) { Minimum = 0 },
                Line("measured", 0, pair => pair.Measured), Line("simulated", 1, pair => pair.Predicted))));

        Series Line(string name, int colour, Func<QuantilePair, double> value) =>
            new(name, SeriesKind.Line, [.. level.Quantiles.Select(pair => new Point(100 * pair.Share, unit[value(pair)]))]) { Colour = colour };
    }

    private static void WriteTables(Html html, SimulationSummary simulation)
    {
        html.Table("Predictions", ["sites", "arrivals", "succeeded", "throttled", "dropped", "cold", "most at once", "p50", "p95", "p99", "max", "per second", "cost an item"], simulation.Predictions.Select(one => (string[])
        [
            Say.Count(one.Sites), Say.Count(one.Arrivals), Say.Count(one.Succeeded), Say.Count(one.Throttled), Say.Count(one.Dropped), Say.Count(one.Cold), Say.Count(one.PeakConcurrency),
            Say.Duration(one.P50), Say.Duration(one.P95), Say.Duration(one.P99), Say.Duration(one.Max), Figures.Digits(one.Throughput), Say.Money(one.CostPerItem),
        ]));
        if (simulation.Validation is { } validation)
        {
            html.Element("p", validation.Sentence);
            html.Table($"Held against {validation.Run}", ["figure", "measured", "simulated", "error"], validation.Levels.SelectMany(level => level.Figures.Select(figure => (string[])
            [
                $"{figure.Name}, {Say.Count(level.Sites, "site", "sites")}", $"{Figures.Digits(figure.Measured)} {figure.Unit}", $"{Figures.Digits(figure.Predicted)} {figure.Unit}", Say.Share(figure.RelativeError),
            ])));
        }

        html.Open("details");
        html.Element("summary", "The model's settings");
        html.Open("ul");
        foreach (var line in simulation.Model)
        {
            html.Element("li", line);
        }

        html.Close();
        html.Close();
    }
}
