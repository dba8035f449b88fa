using System.Globalization;
using Headrace.Calibration.Joining;

namespace Headrace.Calibration.Filtering;

/// <summary>Joins images with readings and leaves out what a hydrologist would not believe; says of each step what it took away.</summary>
public sealed class PairFilter
{
    private readonly List<FilterStep> _steps = [];

    private PairFilter(List<Pair> pairs) => Pairs = pairs;

    /// <summary>In order of time.</summary>
    public IReadOnlyList<Pair> Pairs { get; private set; }

    public IReadOnlyList<FilterStep> Steps => _steps;

    public static PairFilter Apply(IReadOnlyList<ImageCounts> images, GaugeSeries gauge, FilterOptions options)
    {
        var digests = new HashSet<string>(StringComparer.Ordinal);
        var fresh = images.OrderBy(image => image.Clock).Where(image => options.KeepRepeats || image.Digest is null || digests.Add(image.Digest)).ToList();
        var joined = new List<Pair>();
        foreach (var image in fresh)
        {
            if (gauge.Nearest(image.Clock, image.Offset, options.Tolerance) is { } reading)
            {
                var clock = image.Offset is { } offset ? image.Clock - offset + reading.Offset : image.Clock;
                joined.Add(new Pair(clock, image.Counts, image.Iou, reading.Value));
            }
        }

        var filter = new PairFilter(joined);
        filter._steps.Add(new FilterStep("image seen before", images.Count, images.Count - fresh.Count, 0));
        filter._steps.Add(new FilterStep($"no reading within {Text(options.Tolerance.TotalMinutes)} min", fresh.Count, fresh.Count - joined.Count, 0));
        filter.Believe(options);
        return filter;
    }

    private void Believe(FilterOptions options)
    {
        if (options.MinimumIou > 0)
        {
            Drop($"IoU below {Text(options.MinimumIou)}", pair => pair.Iou < options.MinimumIou);
        }

        if (options.Daylight is var (from, to))
        {
            Drop($"outside {from}:00 to {to}:00", pair => !IsWithin(pair.Clock.Hour, from, to));
        }

        if (options.MinimumCount > 0)
        {
            Drop($"fewer than {Text(options.MinimumCount)} water pixels", pair => pair.Counts.Sum(count => (double)count) < options.MinimumCount);
        }

        if (options.ClipPercentile is { } percentile)
        {
            Clip(percentile);
        }

        if (options.InterquartileRanges is { } ranges)
        {
            DropOutliers(ranges);
        }
    }

    /// <summary>Hours may pass midnight, as 20 to 4.</summary>
    private static bool IsWithin(int hour, int from, int to) => from <= to ? hour >= from && hour < to : hour >= from || hour < to;

    private void Drop(string step, Func<Pair, bool> isBad)
    {
        var before = Pairs.Count;
        Pairs = [.. Pairs.Where(pair => !isBad(pair))];
        _steps.Add(new FilterStep(step, before, before - Pairs.Count, 0));
    }

    private void Clip(double percentile)
    {
        if (Pairs.Count == 0)
        {
            return;
        }

        float[] limits = [.. Enumerable.Range(0, Pairs[0].Counts.Length).Select(roi => (float)Percentile.Of(Pairs.Select(pair => (double)pair.Counts[roi]), percentile))];
        var changed = 0;
        Pairs = [.. Pairs.Select(pair =>
        {
            if (pair.Counts.Zip(limits).All(count => count.First <= count.Second))
            {
                return pair;
            }

            changed++;
            return pair with { Counts = [.. pair.Counts.Zip(limits, Math.Min)] };
        })];
        _steps.Add(new FilterStep($"counts clipped at percentile {Text(percentile)}", Pairs.Count, 0, changed));
    }

    private void DropOutliers(double ranges)
    {
        if (Pairs.Count == 0)
        {
            return;
        }

        List<Func<Pair, double>> columns = [pair => pair.Stage, .. Enumerable.Range(0, Pairs[0].Counts.Length).Select(roi => (Func<Pair, double>)(pair => pair.Counts[roi]))];
        var fences = columns.ConvertAll(column =>
        {
            var (lower, upper) = (Percentile.Of(Pairs.Select(column), 25), Percentile.Of(Pairs.Select(column), 75));
            return (Low: lower - (ranges * (upper - lower)), High: upper + (ranges * (upper - lower)));
        });
        Drop($"beyond {Text(ranges)} interquartile ranges", pair => columns.Index().Any(column => column.Item(pair) < fences[column.Index].Low || column.Item(pair) > fences[column.Index].High));
    }

    private static string Text(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
