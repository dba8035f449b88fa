using System.Globalization;
using Headrace.Telemetry.Metrics;

namespace Headrace.Gateway.CloudWatch.Metrics;

/// <summary>Reads series in periods.</summary>
internal static class Periods
{
    /// <exception cref="WireException">It is none of 1, 5, 10, 20, 30 and multiples of 60 seconds.</exception>
    public static int Check(int period, string parameter) => period is 1 or 5 or 10 or 20 or 30 || (period % 60 == 0 && period > 0)
        ? period
        : throw CloudWatchErrors.InvalidValue(period.ToString(CultureInfo.InvariantCulture), parameter);

    /// <summary>What was recorded in each period, oldest first; periods without values are left out.</summary>
    /// <param name="origin">A beginning of a period.</param>
    /// <param name="keys">One metric's units.</param>
    public static IEnumerable<(DateTimeOffset Start, MetricAggregate Aggregate)> Read(
        MetricStore metrics, IEnumerable<MetricKey> keys, DateTimeOffset origin, DateTimeOffset from, DateTimeOffset to, int period)
    {
        var buckets = keys.SelectMany(key => Buckets(metrics, key, from, to, period));
        return buckets
            .GroupBy(bucket => (long)Math.Floor((bucket.Key - origin).TotalSeconds / period), bucket => bucket.Value)
            .OrderBy(group => group.Key)
            .Select(group => (origin.AddSeconds(group.Key * period), MetricStore.Total(group)));
    }

    /// <summary>Seconds where they are asked for and there, else minutes.</summary>
    private static IEnumerable<KeyValuePair<DateTimeOffset, MetricAggregate>> Buckets(MetricStore metrics, MetricKey key, DateTimeOffset from, DateTimeOffset to, int period)
    {
        var minutes = metrics.Minutes(key, from, to).Where(minute => minute.Key >= from);
        if (period >= 60)
        {
            return minutes;
        }

        var seconds = metrics.Seconds(key, from, to);
        var detailed = seconds.Select(second => Minute(second.Key)).ToHashSet();
        return minutes.Where(minute => !detailed.Contains(minute.Key)).Concat(seconds);
    }

    /// <summary>Rounded down to a whole minute.</summary>
    public static DateTimeOffset Minute(DateTimeOffset instant) => Down(instant, 60);

    public static DateTimeOffset Down(DateTimeOffset instant, int seconds) =>
        DateTimeOffset.FromUnixTimeSeconds((long)Math.Floor(instant.ToUnixTimeMilliseconds() / 1000.0 / seconds) * seconds);
}
