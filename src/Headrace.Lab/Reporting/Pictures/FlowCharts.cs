using Headrace.Charts;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Reporting.Pictures;

/// <summary>What went through, how much of it at once, and how long it waited.</summary>
internal static class FlowCharts
{
    public static FigureSection Of(RunSummary summary)
    {
        var section = new FigureSection("flow", "What went through");
        var buckets = summary.Timeline;
        Add(section, summary, "throughput", "Throughput over time", new Axis("finished", "1/s"), "no item has an end", Mean,
            LatencyCharts.OverTime(buckets, "", 0, bucket => bucket.Rate));
        Add(section, summary, "concurrency", "Concurrency over time", new Axis("at once"), "neither starts nor ends of items are known", Peak,
            LatencyCharts.OverTime(buckets, "in flight", 5, bucket => bucket.InFlight), LatencyCharts.OverTime(buckets, "function executions", 0, bucket => bucket.Concurrency));
        return section;

        string Mean() => $"On average {Figures.Digits(summary.Totals.Throughput)} a second succeeded; at most {Figures.Digits(Most(bucket => bucket.Rate))} a second finished.";

        string Peak() => $"Means of {Say.Duration(1000 * buckets[0].Seconds)}: at most {Figures.Digits(Most(bucket => bucket.InFlight))} items in flight"
            + (double.IsFinite(Most(bucket => bucket.Concurrency)) ? $", {Figures.Digits(Most(bucket => bucket.Concurrency))} functions at work." : ".");

        double Most(Func<TimelineBucket, double> value) => FlowCharts.Most(buckets, value);
    }

    public static void AddQueueAge(FigureSection section, RunSummary summary)
    {
        var oldest = Most(summary.Timeline, bucket => bucket.QueueAge);
        var unit = TimeUnit.For(oldest);
        Add(section, summary, "queue-age", "Age of events in the queue", new Axis("queue age", unit.Name), "nothing says when events were taken up",
            () => $"Mean of each slice of the run; in the worst one events waited {Say.Duration(oldest)}.",
            LatencyCharts.OverTime(summary.Timeline, "", 3, bucket => unit[bucket.QueueAge]));
    }

    private static double Most(IReadOnlyList<TimelineBucket> buckets, Func<TimelineBucket, double> value) => buckets.Select(value).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max();

    private static void Add(FigureSection section, RunSummary summary, string id, string title, Axis y, string why, Func<string> sentence, params IReadOnlyList<Series> series)
    {
        List<Series> known = [.. series.Where(one => one.Points.Any(point => double.IsFinite(point.Y)))];
        if (known.Count == 0 || known.TrueForAll(one => one.Points.All(point => point.Y is 0 or double.NaN)))
        {
            section.LeaveOut(title, why);
            return;
        }

        section.Add(Figure.Of(id, sentence(), Figure.Plot(summary.Run.Name, title, Axis.Time("time, UTC"), y with { Minimum = 0 }, known)));
    }
}
