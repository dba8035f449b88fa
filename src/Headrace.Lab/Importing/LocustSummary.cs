using Headrace.Lab.Records;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Importing;

/// <summary>A run's summary from what Locust had summed up already: nothing is made up, so deviations, intervals and histograms are missing.</summary>
public static class LocustSummary
{
    /// <summary>As many as a timeline shows.</summary>
    private const int Buckets = 400;

    private static readonly Interval Unknown = new(double.NaN, double.NaN);

    public static RunSummary Of(LocustFigures figures, RunManifest run)
    {
        var all = figures.Requests.FirstOrDefault(request => request.Name == LocustFigures.Aggregated && request.Type.Length == 0);
        var (count, failed) = all is null ? LastTotals(figures) : (all.Count, all.Failures);
        var span = all is { Rate: > 0 } ? all.Count / all.Rate : figures.History is [var first, .., var last] ? last.Timestamp - first.Timestamp : double.NaN;
        return new()
        {
            Run = run,
            Totals = new Totals(count, count - failed, failed, 0, 0, 0, 0, 0, span, (count - failed) / span, all is null ? 0 : (long)(all.AverageSize * count)),
            Distributions = [.. figures.Requests.Where(request => request.Count > 0).Select(request => DistributionOf(request, figures.Columns))],
            Timeline = TimelineOf(figures),
            Histograms = [],
            Errors = [.. figures.Failures.OrderByDescending(failure => failure.Occurrences).Select(failure => new ErrorCount($"{failure.Method} {failure.Name}: {failure.Error}".Trim(), ItemStatus.Failed, failure.Occurrences))],
        };
    }

    private static (long Count, long Failed) LastTotals(LocustFigures figures) =>
        figures.History.LastOrDefault(moment => moment.Name == LocustFigures.Aggregated) is { } last ? (last.TotalCount, last.TotalFailures) : (0, figures.Failures.Sum(failure => failure.Occurrences));

    private static Distribution DistributionOf(LocustRequest request, IReadOnlyList<string> columns)
    {
        double At(string column) => columns.ToList().IndexOf(column) is >= 0 and var index && index < request.Percentiles.Count ? request.Percentiles[index] : double.NaN;
        return new Distribution(
            Measure.Response, Population.All, request.Name == LocustFigures.Aggregated ? "" : $"request={request.Type} {request.Name}".Replace("= ", "=", StringComparison.Ordinal),
            request.Count, request.Average, double.NaN, double.NaN, request.Min, request.Median, At("75%"), At("90%"), At("95%"), At("99%"), At("99.9%"), At("99.99%"), request.Max,
            At("99%") / request.Median, Unknown, Unknown, Unknown);
    }

    /// <summary>Of a slice's lines: the mean of rates, users and medians, the largest of what is above.</summary>
    private static List<TimelineBucket> TimelineOf(LocustFigures figures)
    {
        var history = figures.History.Where(moment => moment.Name == LocustFigures.Aggregated).OrderBy(moment => moment.Timestamp).ToList();
        double At(LocustMoment moment, string column) => figures.Columns.ToList().IndexOf(column) is >= 0 and var index && index < moment.Percentiles.Count ? moment.Percentiles[index] : double.NaN;
        var (timeline, before) = (new List<TimelineBucket>(), (Count: 0L, Failures: 0L));
        foreach (var slice in history.Chunk(Math.Max(1, (history.Count + Buckets - 1) / Buckets)))
        {
            var last = slice[^1];
            timeline.Add(new TimelineBucket(
                DateTimeOffset.FromUnixTimeSeconds(slice[0].Timestamp), Math.Max(1, last.Timestamp - slice[0].Timestamp + 1), Math.Max(0, last.TotalCount - before.Count), slice.Average(moment => moment.Rate),
                slice.Average(moment => At(moment, "50%")), slice.Max(moment => At(moment, "95%")), slice.Max(moment => At(moment, "100%")), slice.Average(moment => (double)moment.Users),
                double.NaN, double.NaN, Math.Max(0, last.TotalFailures - before.Failures), 0, double.NaN));
            before = (last.TotalCount, last.TotalFailures);
        }

        return timeline;
    }
}
