using Headrace.Charts;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Reporting.Pictures;

/// <summary>What succeeded, what did not and why, and how much memory it took.</summary>
internal static class HealthCharts
{
    public static FigureSection Of(RunSummary summary, RunFacts facts)
    {
        var section = new FigureSection("health", "What succeeded, and what did not");
        AddOutcomes(section, summary);
        AddMemory(section, summary, facts);
        if (summary.Errors.Count > 0)
        {
            section.Tables = html => WriteErrors(html, summary.Errors);
        }

        return section;
    }

    private static void AddOutcomes(FigureSection section, RunSummary summary)
    {
        const string Title = "Success and errors over time";
        List<TimelineBucket> buckets = [.. summary.Timeline.Where(bucket => bucket.Items > 0)];
        if (buckets.Count == 0)
        {
            section.LeaveOut(Title, "no item was counted over time");
            return;
        }

        var width = buckets[0].Seconds;
        section.Add(Figure.Of(
            "outcomes",
            Verdicts.Success(summary.Totals),
            Figure.Plot(summary.Run.Name, Title, Axis.Time("time, UTC"), new Axis("items"),
                Bars("succeeded", 2, bucket => bucket.Items - bucket.Failed, _ => 0), Bars("not succeeded", 1, bucket => bucket.Items, bucket => bucket.Items - bucket.Failed))));

        Series Bars(string name, int colour, Func<TimelineBucket, double> value, Func<TimelineBucket, double> start) =>
            new(name, SeriesKind.Bars, [.. buckets.Select(bucket => new Point(LatencyCharts.Middle(bucket), value(bucket)) { Base = start(bucket) })]) { BarWidth = width, Colour = colour };
    }

    private static void AddMemory(FigureSection section, RunSummary summary, RunFacts facts)
    {
        const string Title = "Memory used over time";
        var used = LatencyCharts.OverTime(summary.Timeline, "most used", 3, bucket => bucket.MaxMemoryUsed > 0 ? bucket.MaxMemoryUsed : double.NaN);
        List<Point> known = [.. used.Points.Where(point => double.IsFinite(point.Y))];
        if (known.Count == 0)
        {
            section.LeaveOut(Title, "no log line says how much memory was used");
            return;
        }

        var most = known.Max(point => point.Y);
        var sentence = $"At most {Figures.Digits(most)} MB";
        var series = new List<Series> { used };
        if (facts.MemorySizes is [var size])
        {
            series.Add(new Series($"configured, {size} MB", SeriesKind.Reference, [new Point(known[0].X, size), new Point(known[^1].X, size)]));
            sentence += $" of {Say.Count(size)} MB configured ({Say.Share(most / size)})";
        }

        section.Add(Figure.Of("memory", sentence + ".", Figure.Plot(summary.Run.Name, Title, Axis.Time("time, UTC"), new Axis("memory", "MB") { Minimum = 0 }, series)));
    }

    private static void WriteErrors(Html html, IReadOnlyList<ErrorCount> errors)
    {
        const int Most = 50;
        html.Element("h3", "Errors");
        html.Table(
            errors.Count > Most ? $"The {Most} most frequent of {errors.Count} errors" : "Errors, most frequent first", ["error", "how it ended", "items"],
            errors.Take(Most).Select(error => (string[])[error.Error.Length > 0 ? error.Error : "(nothing was said)", Figures.NameOf(error.Status), Say.Count(error.Count)]));
    }
}
