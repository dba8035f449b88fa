using Headrace.Charts;
using Headrace.Lab.Records;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Reporting.Pictures;

/// <summary>How long: over time, item by item, and how it is distributed, cold and warm apart.</summary>
internal static class LatencyCharts
{
    public static FigureSection Of(RunSummary summary, ItemTable items)
    {
        var section = new FigureSection("latency", "How long it took");
        AddOverTime(section, summary);
        ItemCloud.AddTo(section, summary, items);
        AddHistograms(section, summary, Measure.Response);
        AddHistograms(section, summary, Measure.Duration);
        return section;
    }

    private static void AddOverTime(FigureSection section, RunSummary summary)
    {
        const string Title = "Response time over time";
        var buckets = summary.Timeline;
        var most = buckets.Select(bucket => bucket.Max).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max();
        if (double.IsNaN(most))
        {
            section.LeaveOut(Title, "no response time was measured");
            return;
        }

        var unit = TimeUnit.For(most);
        var slowest = buckets.First(bucket => bucket.Max == most);
        var middle = buckets.Select(bucket => bucket.P50).Where(value => value > 0).Order().ToList();
        var isSkewed = middle.Count > 0 && most > 30 * middle[middle.Count / 2];
        section.Add(Figure.Of(
            "response-time",
            $"Each point is {Say.Duration(buckets[0].Seconds * 1000)} of the run. The slowest took {Say.Duration(most)}, at {Say.Time(slowest.Start)}.",
            Figure.Plot(summary.Run.Name, Title, Axis.Time("time, UTC"), new Axis("response", unit.Name) { Minimum = isSkewed ? null : 0, Kind = isSkewed ? AxisKind.Logarithm : AxisKind.Number },
                Line("max", 5, bucket => bucket.Max), Line("p95", 1, bucket => bucket.P95), Line("p50", 0, bucket => bucket.P50))));

        Series Line(string name, int colour, Func<TimelineBucket, double> value) => OverTime(buckets, name, colour, bucket => unit[value(bucket)]);
    }

    /// <summary>A line over the run's slices, each at its middle.</summary>
    public static Series OverTime(IReadOnlyList<TimelineBucket> buckets, string name, int colour, Func<TimelineBucket, double> value) =>
        new(name, SeriesKind.Line, [.. buckets.Select(bucket => new Point(Middle(bucket), value(bucket)))]) { Colour = colour };

    public static double Middle(TimelineBucket bucket) => Point.Seconds(bucket.Start.UtcDateTime) + (bucket.Seconds / 2);

    /// <summary>Cold and warm apart; where nothing says which is which, all.</summary>
    public static void AddHistograms(FigureSection section, RunSummary summary, Measure measure)
    {
        List<LatencyHistogram> all = [.. summary.Histograms.Where(histogram => histogram.Measure == measure && histogram.Counts.Sum() > 0)];
        var saysStarts = all.Exists(histogram => histogram.Population != Population.All);
        foreach (var histogram in all.Where(histogram => histogram.Population != Population.All || !saysStarts))
        {
            AddHistogram(section, summary, histogram);
        }

        if (all.Count == 0)
        {
            section.LeaveOut($"Histogram of the {Figures.NameOf(measure)}", "it was not measured");
        }
        else if (measure == Measure.Response)
        {
            foreach (var population in ((Population[])[Population.Cold, Population.Warm]).Where(population => !all.Exists(histogram => histogram.Population == population)))
            {
                section.LeaveOut($"Histogram of {Figures.NameOf(population)} starts", saysStarts ? $"the run had no {Figures.NameOf(population)} starts" : "nothing says which starts were cold");
            }
        }
    }

    private static void AddHistogram(FigureSection section, RunSummary summary, LatencyHistogram histogram)
    {
        var counts = histogram.Counts;
        var (first, last) = (counts.Index().First(count => count.Item > 0).Index, counts.Index().Last(count => count.Item > 0).Index);
        var unit = TimeUnit.For(histogram.Edges[last + 1]);
        var points = Enumerable.Range(first, last - first + 1).Select(bin =>
        {
            var (from, to) = (unit[histogram.Edges[bin]], unit[histogram.Edges[bin + 1]]);
            return new Point((from + to) / 2, counts[bin]) { Width = to - from };
        });
        var what = Figures.NameOf(histogram.Measure);
        var (name, colour) = histogram.Population switch { Population.Cold => ("cold starts", 1), Population.Warm => ("warm starts", 0), _ => ("all items", 0) };
        section.Add(Figure.Of(
            $"{histogram.Population}-{histogram.Measure}".ToLowerInvariant(),
            $"{Say.Count(counts.Sum(), "item", "items")}: half within {Say.Duration(histogram.P50)}, 95 % within {Say.Duration(histogram.P95)}, {Say.Duration(histogram.Mean)} on average.",
            Figure.Plot(summary.Run.Name, $"{char.ToUpperInvariant(what[0])}{what[1..]}, {name}", new Axis(what, unit.Name) { Kind = histogram.Edges[first] > 0 ? AxisKind.Logarithm : AxisKind.Number }, new Axis("items"),
                new Series("", SeriesKind.Bars, [.. points]) { Colour = colour }) with
            {
                Marks = [Mark("p50", histogram.P50), Mark("mean", histogram.Mean), Mark("p95", histogram.P95)],
            }));

        Mark Mark(string label, double milliseconds) => new(unit[milliseconds], $"{label} {Say.Duration(milliseconds)}");
    }
}
