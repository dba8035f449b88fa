using System.Globalization;

namespace Headrace.Charts;

/// <summary>Moments that a clock or a calendar calls round.</summary>
internal static class TimeTicks
{
    private const int Minute = 60, Hour = 60 * Minute, Day = 24 * Hour;

    private static readonly int[] Seconds =
        [1, 2, 5, 10, 15, 30, Minute, 2 * Minute, 5 * Minute, 10 * Minute, 15 * Minute, 30 * Minute, Hour, 2 * Hour, 3 * Hour, 6 * Hour, 12 * Hour, Day, 2 * Day, 7 * Day, 14 * Day];

    private static readonly int[] Months = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200];

    /// <summary>At most <paramref name="count"/> of them, as far as there is a step that long.</summary>
    public static IReadOnlyList<Tick> Between(double minimum, double maximum, int count)
    {
        var rough = (maximum - minimum) / Math.Max(1, count);
        var step = Array.Find(Seconds, seconds => seconds >= rough);
        return step > 0 ? Even(minimum, maximum, step) : Calendar(minimum, maximum, Array.Find(Months, months => months * 30.0 * Day >= rough) is > 0 and var months ? months : Months[^1]);
    }

    private static List<Tick> Even(double minimum, double maximum, int step)
    {
        var format = step switch
        {
            < Minute => "HH:mm:ss",
            < Day when maximum - minimum < Day => "HH:mm",
            < Day => "d MMM HH:mm",
            _ => "d MMM",
        };
        var ticks = new List<Tick>();
        for (var value = Math.Ceiling(minimum / step) * step; value <= maximum; value += step)
        {
            ticks.Add(new Tick(value, Clock(value).ToString(format, CultureInfo.InvariantCulture)));
        }

        return ticks;
    }

    private static List<Tick> Calendar(double minimum, double maximum, int months)
    {
        var first = Clock(minimum);
        var month = (first.Year * 12) + first.Month - 1;
        month -= month % months;
        var ticks = new List<Tick>();
        for (; month / 12 is >= 1 and <= 9999; month += months)
        {
            var date = new DateTime(month / 12, (month % 12) + 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
            var value = Point.Seconds(date);
            if (value > maximum)
            {
                break;
            }

            if (value >= minimum)
            {
                ticks.Add(new Tick(value, date.ToString(months >= 12 ? "yyyy" : "MMM yyyy", CultureInfo.InvariantCulture)));
            }
        }

        return ticks;
    }

    private static DateTime Clock(double seconds) => DateTime.UnixEpoch.AddSeconds(seconds);
}
