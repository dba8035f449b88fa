using System.Globalization;
using System.Text;
using Headrace.Lab.Records;
using Headrace.Lab.Simulation;
using static Headrace.Lab.Statistics.Figures;

namespace Headrace.Lab.Statistics;

/// <summary><c>summary.md</c>: the summary as tables that a person reads, in GitHub's Markdown.</summary>
public static class SummaryMarkdown
{
    /// <exception cref="LabException">It cannot be written.</exception>
    public static void Write(RunSummary summary, string path) => LabFile.Replace(path, stream => stream.Write(Encoding.UTF8.GetBytes(TextOf(summary))));

    public static string TextOf(RunSummary summary)
    {
        var text = new StringBuilder();
        AddRun(text, summary.Run);
        AddTotals(text, summary);
        AddDistributions(text, summary.Distributions);
        AddWaterfalls(text, summary.Waterfalls);
        foreach (var comparison in summary.Levels)
        {
            AddLevels(text, comparison);
        }

        AddScaling(text, summary.Scaling);
        text.Append(summary.Simulation is { } simulation ? SimulationMarkdown.TextOf(simulation) : "");
        AddErrors(text, summary.Errors);
        text.Append("""
            ## How these figures are made

            Percentiles interpolate linearly between ranks (type 7, as NumPy and pandas). Response counts only what succeeded, from the intended start; the other
            measures count every item that has them. Intervals are of 95 % confidence and take items to be independent: Student's for a mean, BCa bootstrap for a
            skewed one, the bootstrap's exact beta distribution for p95. A dash: not measured, or too few items to say.

            """);
        return text.ToString();
    }

    private static void AddRun(StringBuilder text, RunManifest run)
    {
        text.Append(CultureInfo.InvariantCulture, $"# {Escaped(run.Name)}\n\n{run.Kind}, started {run.Started:yyyy-MM-dd HH:mm:ss zzz}");
        text.Append(run.Stopped.Length == 0 ? "" : $", stopped: {Escaped(run.Stopped)}").Append(".\n");
        if (run.Machine is { } machine)
        {
            text.Append(CultureInfo.InvariantCulture, $"Machine: {Escaped(machine.Processor)}, {machine.Cores} cores, {machine.Memory / (double)(1 << 30):0.0} GiB, {Escaped(machine.System)}.\n");
        }

        if (run.Versions.Count > 0)
        {
            text.Append("Versions: ").AppendJoin(", ", run.Versions.Select(Escaped)).Append(".\n");
        }

        string[] remarks = [.. run.Generator is { } generator ? [generator.Sentence] : Array.Empty<string>(), .. run.Remarks];
        text.Append(remarks.Length == 0 ? "" : "\n").AppendJoin("", remarks.Select(remark => $"> {Escaped(remark)}\n>\n"));
    }

    private static void AddTotals(StringBuilder text, RunSummary summary)
    {
        var totals = summary.Totals;
        text.Append("\n## In short\n\n");
        if (totals.Items == 0)
        {
            text.Append("The run has no items.\n\n");
            return;
        }

        var table = new MarkdownTable("items", "succeeded", "failed", "throttled", "timed out", "lost", "cold", "warm", "span", "per second");
        table.Add(
            Count(totals.Items), Count(totals.Succeeded), Count(totals.Failed), Count(totals.Throttled), Count(totals.TimedOut), Count(totals.Lost), Count(totals.Cold),
            Count(totals.Warm), Time(totals.Span * 1000), Digits(totals.Throughput));
        text.Append(table).Append('\n').Append(summary.Bottleneck is { } bottleneck ? $"{bottleneck.Sentence}\n\n" : "");
    }

    private static void AddDistributions(StringBuilder text, IReadOnlyList<Distribution> distributions)
    {
        foreach (var measure in distributions.GroupBy(distribution => distribution.Measure))
        {
            Func<double, string> says = measure.Key switch { Measure.Cost => Dollars, Measure.MaxMemoryUsed => value => double.IsFinite(value) ? $"{Digits(value)} MB" : None, _ => Time };
            var table = new MarkdownTable(NameOf(measure.Key), "items", "mean", "95 % of the mean", "sd", "p50", "p90", "p95", "95 % of p95", "p99", "p99.9", "p99.99", "max", "p99/p50");
            foreach (var row in measure)
            {
                table.Add(
                    RowName(row), Count(row.Count), says(row.Mean), Between(row.MeanBootstrap, says), says(row.StandardDeviation), says(row.P50), says(row.P90), says(row.P95),
                    Between(row.P95Bootstrap, says), says(row.P99), says(row.P999), says(row.P9999), says(row.Max), Digits(row.TailToMedian));
            }

            text.Append(CultureInfo.InvariantCulture, $"## {Capital(NameOf(measure.Key))}\n\n{table}\n");
        }
    }

    private static void AddWaterfalls(StringBuilder text, IReadOnlyList<Waterfall> waterfalls)
    {
        if (waterfalls.Count == 0)
        {
            return;
        }

        var table = new MarkdownTable(["stage", .. waterfalls.Select(waterfall => $"around p{waterfall.Percentile.ToString(CultureInfo.InvariantCulture)}")]);
        for (var stage = 0; stage < waterfalls[0].Stages.Count; stage++)
        {
            table.Add([waterfalls[0].Stages[stage].Name, .. waterfalls.Select(waterfall => Time(waterfall.Stages[stage].Milliseconds))]);
        }

        table.Add(["total", .. waterfalls.Select(waterfall => Time(waterfall.Total))]);
        text.Append(CultureInfo.InvariantCulture, $"## Where the time goes\n\n{table}\n");
    }

    private static void AddLevels(StringBuilder text, LevelComparison comparison)
    {
        var figures = new MarkdownTable("level", "items", "mean ± sd", "p95", "cost per item ± sd", "per second");
        foreach (var level in comparison.Levels)
        {
            figures.Add(
                Count(level.Level), Count(level.Count), $"{Time(level.Mean)} ± {Time(level.StandardDeviation)}", Time(level.P95),
                $"{Dollars(level.MeanCost)} ± {Dollars(level.CostDeviation)}", Digits(level.Throughput));
        }

        text.Append(CultureInfo.InvariantCulture, $"## {Capital(NameOf(comparison.Measure))} by level{(comparison.Variant.Length > 0 ? $", {Escaped(comparison.Variant)}" : "")}\n\n{figures}\n");
        if (comparison.Anova is { } anova)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"One-way ANOVA: F({anova.DegreesBetween}, {anova.DegreesWithin}) = {(double.IsFinite(anova.F) ? anova.F.ToString("0.0000", CultureInfo.InvariantCulture) : "∞")}, p = {Probability(anova.P)}; {anova.EtaSquared * 100:0.0} % of the variance lies between the levels (η²).\n\n");
        }

        var tests = new MarkdownTable("Welch's t-test", "t", "degrees of freedom", "p", "p, Bonferroni", "Cohen's d");
        foreach (var pair in comparison.Pairs)
        {
            tests.Add(
                $"{pair.A} – {pair.B}", pair.T.ToString("0.00", CultureInfo.InvariantCulture), pair.DegreesOfFreedom.ToString("0.0", CultureInfo.InvariantCulture),
                Probability(pair.P), Probability(pair.CorrectedP), pair.CohensD.ToString("0.00", CultureInfo.InvariantCulture));
        }

        text.Append(tests.IsEmpty ? "" : $"{tests}\n");
    }

    private static void AddScaling(StringBuilder text, ScalingFit? fit)
    {
        if (fit is null)
        {
            return;
        }

        var points = new MarkdownTable("concurrency", "measured per second", "fitted");
        foreach (var point in fit.Points)
        {
            points.Add(Digits(point.Concurrency), Digits(point.Throughput), Digits(point.Fitted));
        }

        text.Append(CultureInfo.InvariantCulture, $"## Scaling\n\n{points}\n{fit.Sentence}\n\n");
    }

    private static void AddErrors(StringBuilder text, IReadOnlyList<ErrorCount> errors)
    {
        var table = new MarkdownTable("error", "status", "items");
        foreach (var error in errors)
        {
            table.Add(error.Error.Length == 0 ? "(no reason recorded)" : error.Error, NameOf(error.Status), Count(error.Count));
        }

        text.Append(table.IsEmpty ? "" : $"## Errors\n\n{table}\n");
    }

    private static string RowName(Distribution row) =>
        (row.Group.Length == 0 ? "whole run" : row.Group) + (row.Population == Population.All ? "" : $", {NameOf(row.Population)}");

    private static string Between(Interval interval, Func<double, string> says) =>
        double.IsFinite(interval.Low) && double.IsFinite(interval.High) ? $"{says(interval.Low)} … {says(interval.High)}" : None;

    private static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Escaped(string text) => MarkdownTable.Escaped(text);

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
