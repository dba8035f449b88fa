using Headrace.Charts;
using Headrace.Lab.Simulation;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Reporting.Pictures;

/// <summary>The model's response beside the measured one: over all levels, and every percentile of the largest.</summary>
internal static class ValidationCharts
{
    public static void Add(FigureSection section, RunSummary summary, string variant, IReadOnlyList<ValidationLevel> levels)
    {
        if (levels.Count > 1)
        {
            AddLevels(section, summary, variant, levels);
        }

        AddQuantiles(section, summary, levels[^1]);
    }

    private static void AddLevels(FigureSection section, RunSummary summary, string variant, IReadOnlyList<ValidationLevel> levels)
    {
        var unit = TimeUnit.For(levels.Select(level => level.Of("p95")).Max(figure => Math.Max(figure.Measured, figure.Predicted)));
        section.Add(Figure.Of(
            $"validation{ModelCharts.IdOf(variant)}",
            ErrorSentence.Of(levels),
            Figure.Plot(summary.Run.Name, $"Simulated against measured{ModelCharts.Of(variant)}", new Axis("sites at once") { Minimum = 0 }, new Axis("response", unit.Name) { Minimum = 0 },
                Series("p95 simulated", SeriesKind.Line, 1, "p95", figure => figure.Predicted), Series("p95 measured", SeriesKind.Points, 1, "p95", figure => figure.Measured),
                Series("p50 simulated", SeriesKind.Line, 0, "p50", figure => figure.Predicted), Series("p50 measured", SeriesKind.Points, 0, "p50", figure => figure.Measured))));

        Series Series(string name, SeriesKind kind, int colour, string figure, Func<ValidatedFigure, double> value) =>
            new(name, kind, [.. levels.Select(level => new Point(level.Sites, unit[value(level.Of(figure))]) { Radius = 4.5 })]) { Colour = colour };
    }

    private static void AddQuantiles(FigureSection section, RunSummary summary, ValidationLevel level)
    {
        var unit = TimeUnit.For(level.Quantiles.Max(pair => Math.Max(pair.Measured, pair.Predicted)));
        section.Add(Figure.Of(
            $"validation-{level.Sites}{ModelCharts.IdOf(level.Variant)}",
            $"The two distributions of response are at most {Say.Share(level.Distance)} apart (Kolmogorov's distance).",
            Figure.Plot(summary.Run.Name, $"Simulated against measured, {Say.Count(level.Sites, "site", "sites")}{ModelCharts.Of(level.Variant)}", new Axis("share of the items that took no longer", "%"), new Axis("response", unit.Name) { Minimum = 0 },
                Line("measured", 0, pair => pair.Measured), Line("simulated", 1, pair => pair.Predicted))));

        Series Line(string name, int colour, Func<QuantilePair, double> value) =>
            new(name, SeriesKind.Line, [.. level.Quantiles.Select(pair => new Point(100 * pair.Share, unit[value(pair)]))]) { Colour = colour };
    }
}
