using Headrace.Lab.Statistics;

namespace Headrace.Lab.Reporting;

/// <summary>Each measure, cold and warm apart; below it everything that was computed, for whoever wants to check.</summary>
internal static class LatencyTable
{
    private const int MostRows = 400;

    private static readonly Measure[] Order =
        [Measure.Response, Measure.EventToEnd, Measure.Upload, Measure.QueueAge, Measure.Init, Measure.Duration, Measure.Billed, Measure.Lag, Measure.MaxMemoryUsed, Measure.Cost];

    public static void Write(Html html, RunSummary summary)
    {
        List<List<Distribution>> measures = [.. Order.Select(measure => Rows(summary, measure)).Where(rows => rows.Count > 0)];
        if (measures.Count == 0)
        {
            html.Element("p", "No latency was measured.");
            return;
        }

        const string Caption = "Latency and what else was measured of an item";
        var lot = Measures.Lot(Measures.Of(summary, Measure.Cost)?.Mean ?? double.NaN);
        var strip = SpreadStrip.For(measures.SelectMany(rows => rows));
        html.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", Caption));
        html.Open("table", ("class", "latency"));
        html.Element("caption", $"{Caption}.{strip.Legend}");
        html.HeadRow(["measure", "starts", "items", "p50", "p90", "p95", "p99", "p99.9", "max", "mean", "sd", "spread"]);
        foreach (var rows in measures)
        {
            html.Open("tbody");
            foreach (var (index, row) in rows.Index())
            {
                html.Open("tr");
                if (index == 0)
                {
                    html.Element("th", row.Measure == Measure.Cost ? $"cost of {Say.Count(lot)}" : Figures.NameOf(row.Measure), ("scope", "rowgroup"), ("rowspan", $"{rows.Count}"));
                }

                html.Element("td", Figures.NameOf(row.Population), ("class", $"starts {Figures.NameOf(row.Population)}"));
                html.Element("td", Say.Count(row.Count));
                foreach (var value in new[] { row.P50, row.P90, row.P95, row.P99, row.P999, row.Max, row.Mean, row.StandardDeviation })
                {
                    html.Element("td", Measures.Value(row.Measure, row.Measure == Measure.Cost ? lot * value : value));
                }

                html.Open("td");
                html.Markup(strip.Draw(row));
                html.Close();
                html.Close();
            }

            html.Close();
        }

        html.Close();
        html.Close();
        WriteAll(html, summary.Distributions);
    }

    /// <summary>All, cold, warm; where all are cold or all warm, one row says so.</summary>
    private static List<Distribution> Rows(RunSummary summary, Measure measure)
    {
        List<Distribution> rows = [.. new[] { Population.All, Population.Cold, Population.Warm }.Select(population => Measures.Of(summary, measure, population)).OfType<Distribution>().Where(row => row.Count > 0)];
        return rows is [{ Population: Population.All } all, var only] && all.Count == only.Count ? [only] : rows;
    }

    private static void WriteAll(Html html, IReadOnlyList<Distribution> all)
    {
        html.Open("details");
        html.Element("summary", $"All {Say.Count(all.Count)} distributions, with groups and 95 % confidence");
        html.Table(
            all.Count > MostRows ? $"The first {MostRows} of {Say.Count(all.Count)} distributions; summary.json has all" : "Distributions",
            ["measure", "starts", "group", "items", "mean", "95 % of the mean", "by bootstrap", "sd", "cv", "min", "p50", "p75", "p90", "p95", "95 % of the p95", "p99", "p99.9", "p99.99", "max", "p99 / p50"],
            all.Take(MostRows).Select(one => (string[])
            [
                Figures.NameOf(one.Measure), Figures.NameOf(one.Population), one.Group.Length > 0 ? one.Group : "whole run", Say.Count(one.Count), Value(one, one.Mean),
                Between(one, one.MeanInterval), Between(one, one.MeanBootstrap), Value(one, one.StandardDeviation), Figures.Digits(one.CoefficientOfVariation), Value(one, one.Min),
                Value(one, one.P50), Value(one, one.P75), Value(one, one.P90), Value(one, one.P95), Between(one, one.P95Bootstrap), Value(one, one.P99), Value(one, one.P999),
                Value(one, one.P9999), Value(one, one.Max), Figures.Digits(one.TailToMedian),
            ]));
        html.Close();
    }

    private static string Value(Distribution one, double value) => Measures.Value(one.Measure, value);

    private static string Between(Distribution one, Interval interval) => double.IsFinite(interval.Low) ? $"{Value(one, interval.Low)} to {Value(one, interval.High)}" : Figures.None;
}
