using System.Globalization;
using Headrace.Charts;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Reporting.Pictures;

/// <summary>How it grows: duration, cost and throughput against how many are in flight together.</summary>
internal static class LevelCharts
{
    private const string Level = "sites, items or users at once";

    public static FigureSection Of(RunSummary summary)
    {
        var section = new FigureSection("scale", "How it scales");
        if (summary.Levels.Count == 0)
        {
            section.LeaveOut("Duration and cost against number of sites", "the run has one level only");
        }
        else
        {
            var shown = Shown(summary.Levels);
            foreach (var measure in shown)
            {
                AddTimes(section, summary, [.. summary.Levels.Where(comparison => comparison.Measure == measure)]);
            }

            AddCost(section, summary, [.. summary.Levels.Where(comparison => comparison.Measure == summary.Levels[0].Measure)]);
            section.Tables = html => LevelTables.Write(html, summary.Levels.Where(comparison => shown.Contains(comparison.Measure)));
        }

        AddScaling(section, summary);
        VariantChart.AddTo(section, summary);
        return section;
    }

    /// <summary>The response; what the original experiment counted, where that is not the same; what the function took, else what was billed.</summary>
    private static List<Measure> Shown(IReadOnlyList<LevelComparison> levels)
    {
        var shown = levels.Select(comparison => comparison.Measure).Distinct().ToList();
        if (Means(Measure.Response).SequenceEqual(Means(Measure.EventToEnd)))
        {
            shown.Remove(Measure.Response);
        }

        if (shown.Contains(Measure.Duration))
        {
            shown.Remove(Measure.Billed);
        }

        return shown;

        IEnumerable<double> Means(Measure measure) => levels.Where(comparison => comparison.Measure == measure).SelectMany(comparison => comparison.Levels).Select(level => level.Mean);
    }

    private static void AddTimes(FigureSection section, RunSummary summary, IReadOnlyList<LevelComparison> comparisons)
    {
        var what = Figures.NameOf(comparisons[0].Measure);
        var unit = TimeUnit.For(comparisons.SelectMany(comparison => comparison.Levels).Max(level => level.Mean));
        section.Add(Figure.Of(
            $"{comparisons[0].Measure}-by-level".ToLowerInvariant(),
            $"Mean ± standard deviation. {(comparisons.Count == 1 ? LevelTables.Verdict(comparisons[0]) : "")}",
            Bars(summary, $"{char.ToUpperInvariant(what[0])}{what[1..]} by level", comparisons, new Axis($"mean {what}", unit.Name) { Minimum = 0 }, 0, level => (unit[level.Mean], unit[level.StandardDeviation]))));
    }

    private static void AddCost(FigureSection section, RunSummary summary, IReadOnlyList<LevelComparison> comparisons)
    {
        var levels = comparisons.SelectMany(comparison => comparison.Levels).Where(level => level.MeanCost > 0).ToList();
        if (levels.Count == 0)
        {
            section.LeaveOut("Cost by level", "cost needs billed durations and a memory size");
            return;
        }

        var many = Measures.Lot(levels[0].MeanCost);
        var (cheapest, dearest) = (levels.MinBy(level => level.MeanCost)!, levels.MaxBy(level => level.MeanCost)!);
        section.Add(Figure.Of(
            "cost-by-level",
            $"Mean ± standard deviation of Lambda's part. Cheapest at {cheapest.Level}: {Say.Money(cheapest.MeanCost)} an item; dearest at {dearest.Level}: {Say.Money(dearest.MeanCost)}.",
            Bars(summary, "Cost by level", comparisons, new Axis($"mean cost of {Say.Count(many)} items", "$") { Minimum = 0 }, 2, level => (many * level.MeanCost, many * level.CostDeviation))));
    }

    /// <summary>One bar a level; where a sweep has variants, one of each beside the other.</summary>
    private static Chart Bars(
        RunSummary summary, string title, IReadOnlyList<LevelComparison> comparisons, Axis y, int colour, Func<LevelFigures, (double Mean, double Deviation)> value)
    {
        List<int> levels = [.. comparisons.SelectMany(comparison => comparison.Levels).Select(level => level.Level).Distinct().Order()];
        var width = (comparisons.Count == 1 ? 0.62 : 0.84) / comparisons.Count;
        return Figure.Plot(summary.Run.Name, title, Axis.Of(Level, [.. levels.Select(level => level.ToString(CultureInfo.InvariantCulture))]), y,
            [.. comparisons.Select((comparison, index) => new Series(comparison.Variant, SeriesKind.Bars,
                [.. comparison.Levels.Select(level => new Point(levels.IndexOf(level.Level) + (width * (index - ((comparisons.Count - 1) / 2.0))), value(level).Mean) { Deviation = value(level).Deviation })])
            {
                Colour = comparisons.Count == 1 ? colour : index,
                BarWidth = width,
            })]);
    }

    private static void AddScaling(FigureSection section, RunSummary summary)
    {
        const string Title = "Throughput against concurrency";
        if (summary.Scaling is not { } fit)
        {
            section.LeaveOut(Title, "the Universal Scalability Law needs three levels or more");
            return;
        }

        var most = fit.Points.Max(point => point.Concurrency);
        var hasPeak = double.IsFinite(fit.PeakConcurrency) && fit.PeakConcurrency > 1;
        var end = hasPeak && fit.PeakConcurrency < 3 * most ? Math.Max(most, 1.15 * fit.PeakConcurrency) : most;
        var curve = Enumerable.Range(0, 121).Select(step => 1 + (step * Math.Max(end - 1, 1) / 120)).Select(n => new Point(n, fit.Lambda * n / (1 + (fit.Sigma * (n - 1)) + (fit.Kappa * n * (n - 1)))));
        var measured = new Series("measured", SeriesKind.Points, [.. fit.Points.Select(point => new Point(point.Concurrency, point.Throughput) { Radius = 4.5 })]) { Colour = 1 };
        var chart = Figure.Plot(summary.Run.Name, Title, new Axis("concurrency") { Minimum = 0 }, new Axis("throughput", "items/s") { Minimum = 0 },
            new Series("Universal Scalability Law", SeriesKind.Line, [.. curve]) { Colour = 0 }, measured) with
        {
            Marks = hasPeak && fit.PeakConcurrency <= end ? [new Mark(fit.PeakConcurrency, $"peak {Figures.Digits(fit.PeakThroughput)}/s at {Figures.Digits(fit.PeakConcurrency)}")] : [],
        };
        var fitted = new Series("fitted", SeriesKind.Points, [.. fit.Points.Select(point => new Point(point.Concurrency, point.Fitted))]);
        section.Add(new Figure("scaling", fit.Sentence, chart, DataTable.Of(chart with { Series = [measured, fitted] })));
    }
}
