using Headrace.Lab.Importing;
using Headrace.Lab.Records;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Exporting;

/// <summary>Items summed up as Locust does: a line for each function and one over all, a history by the second, failures by their error.</summary>
public static class LocustTally
{
    /// <summary>Seconds that the history's percentiles look back over, as Locust's.</summary>
    private const int Window = 10;

    private static readonly double[] Percents = [50, 66, 75, 80, 90, 95, 98, 99, 99.9, 99.99, 100];

    public static LocustFigures Of(ItemTable items)
    {
        var counted = Enumerable.Range(0, items.Count).Where(index => items.At(index).Repetition > 0).ToList();
        var seconds = SpanOf(items, counted);
        var byFunction = counted.GroupBy(index => items.At(index).Function, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal);
        return new LocustFigures(
            [.. Percents.Select(percent => FormattableString.Invariant($"{percent}%"))],
            [.. byFunction.Select(group => Request("item", group.Key, items, [.. group], seconds)), Request("", LocustFigures.Aggregated, items, counted, seconds)],
            History(items, counted),
            [.. counted.Where(index => items.At(index).Status != ItemStatus.Succeeded).GroupBy(index => (items.At(index).Function, Error: ErrorOf(items.At(index))))
                .Select(group => new LocustFailure("item", group.Key.Function, group.Key.Error, group.Count()))]);
    }

    private static LocustRequest Request(string type, string name, ItemTable items, List<int> counted, double seconds)
    {
        var (sorted, failures) = (Sorted(items, counted), counted.Count(index => items.At(index).Status != ItemStatus.Succeeded));
        var sizes = counted.Select(index => items.At(index).Size).Where(size => size >= 0).DefaultIfEmpty().Average();
        return new LocustRequest(
            type, name, counted.Count, failures, Percentile.Of(sorted, 50), Average(sorted), Percentile.Of(sorted, 0), Percentile.Of(sorted, 100), sizes,
            counted.Count / seconds, failures / seconds, PercentilesOf(sorted));
    }

    private static List<LocustMoment> History(ItemTable items, List<int> counted)
    {
        var ended = counted.Where(index => items.At(index).LastSeen.IsKnown).ToLookup(index => Second(items.At(index).LastSeen));
        var begun = counted.Where(index => items.At(index).FirstSeen.IsKnown && items.At(index).LastSeen.IsKnown).ToLookup(index => Second(items.At(index).FirstSeen));
        if (ended.Count == 0 || begun.Count == 0)
        {
            return [];
        }

        var history = new List<LocustMoment>();
        var (users, count, failures) = (0L, 0L, 0L);
        var total = new RunningTotal();
        for (var second = begun.Min(group => group.Key); second <= ended.Max(group => group.Key); second++)
        {
            var finished = ended[second].ToList();
            var failed = finished.Count(index => items.At(index).Status != ItemStatus.Succeeded);
            users += begun[second].Count();
            (count, failures) = (count + finished.Count, failures + failed);
            finished.ForEach(index => total.Add(items.At(index)));
            var recent = Sorted(items, Enumerable.Range(0, Window).SelectMany(back => ended[second - back]));
            history.Add(new LocustMoment(
                second, users, "", LocustFigures.Aggregated, finished.Count, failed, PercentilesOf(recent), count, failures, double.NaN, total.Average, total.Min, total.Max, total.AverageSize));
            users -= finished.Count;
        }

        return history;
    }

    private static double[] Sorted(ItemTable items, IEnumerable<int> indices)
    {
        double[] sorted = [.. indices.Select(index => items.At(index).Response).Where(double.IsFinite)];
        Array.Sort(sorted);
        return sorted;
    }

    private static double[] PercentilesOf(double[] sorted) => Array.ConvertAll(Percents, percent => Percentile.Of(sorted, percent));

    private static double Average(double[] values) => values.Length == 0 ? double.NaN : values.Average();

    private static string ErrorOf(in Item item) => item.Error.Length > 0 ? item.Error : item.Status.ToString();

    private static long Second(Moment moment) => moment.ToDateTimeOffset().ToUnixTimeSeconds();

    private static double SpanOf(ItemTable items, List<int> counted)
    {
        var first = counted.Select(index => items.At(index).FirstSeen).Where(moment => moment.IsKnown).DefaultIfEmpty().Min();
        return counted.Select(index => items.At(index).LastSeen).DefaultIfEmpty().Max().Since(first) / 1000;
    }

    /// <summary>What Locust's history keeps since its beginning; the median, for which it keeps every response, is left open.</summary>
    private sealed class RunningTotal
    {
        private (long Count, double Sum) _responses;
        private (long Count, double Sum) _sizes;

        public double Min { get; private set; } = double.NaN;

        public double Max { get; private set; } = double.NaN;

        public double Average => _responses.Sum / _responses.Count;

        public double AverageSize => _sizes.Count == 0 ? 0 : _sizes.Sum / _sizes.Count;

        public void Add(in Item item)
        {
            if (double.IsFinite(item.Response))
            {
                _responses = (_responses.Count + 1, _responses.Sum + item.Response);
                (Min, Max) = (item.Response >= Min ? Min : item.Response, item.Response <= Max ? Max : item.Response);
            }

            if (item.Size >= 0)
            {
                _sizes = (_sizes.Count + 1, _sizes.Sum + item.Size);
            }
        }
    }
}
