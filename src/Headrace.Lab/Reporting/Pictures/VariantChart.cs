using Headrace.Charts;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Reporting.Pictures;

/// <summary>The settings of a sweep against each other.</summary>
internal static class VariantChart
{
    private const int Most = 24;

    public static void AddTo(FigureSection section, RunSummary summary)
    {
        List<Distribution> variants = [.. summary.Distributions.Where(one => one.Measure == Measure.Response && one.Population == Population.All && one.Group.Length > 0 && !one.Group.Contains("level=", StringComparison.Ordinal))];
        if (variants.Count < 2)
        {
            return;
        }

        var drawn = variants.Take(Most).ToList();
        var unit = TimeUnit.For(drawn.Max(one => one.P95));
        var best = variants.MinBy(one => one.P95)!;
        section.Add(Figure.Of(
            "variants",
            $"Fastest at p95: {best.Group}, {Say.Duration(best.P95)}." + (variants.Count > Most ? $" The first {Most} of {variants.Count} are drawn." : ""),
            Figure.Plot(summary.Run.Name, "Response by setting", new Axis("response", unit.Name) { Minimum = 0 }, Axis.Of("setting", [.. drawn.Select(one => one.Group)]),
                Bars("p50", -0.2, one => one.P50), Bars("p95", 0.2, one => one.P95)) with
            { Height = Math.Max(Figure.Height, 190 + (drawn.Count * 34)) }) with
        { Nearest = "y" });

        Series Bars(string name, double offset, Func<Distribution, double> value) =>
            new(name, SeriesKind.Bars, [.. drawn.Select((one, index) => new Point(unit[value(one)], index + offset))]) { BarWidth = 0.38 };
    }
}
