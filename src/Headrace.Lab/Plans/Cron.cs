using System.Globalization;

namespace Headrace.Lab.Plans;

/// <summary>Five fields: minute, hour, day of the month, month, day of the week (0 or 7: Sunday), in UTC; crontab(5).</summary>
/// <remarks>Each is <c>*</c>, a number, <c>a-b</c>, any of them with <c>/step</c>, or a list of such. When both days are restricted either will do.</remarks>
public sealed class Cron
{
    private static readonly (string Name, int Least, int Most)[] _fields = [("minute", 0, 59), ("hour", 0, 23), ("day of the month", 1, 31), ("month", 1, 12), ("day of the week", 0, 7)];

    private readonly string _text;
    private readonly ulong[] _sets;
    private readonly bool _eitherDay;

    private Cron(string text, ulong[] sets, bool eitherDay) => (_text, _sets, _eitherDay) = (text, sets, eitherDay);

    /// <param name="error">Names the field.</param>
    public static Cron? TryParse(string text, out string error)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length != _fields.Length)
        {
            error = $"a cron expression has five fields (minute hour day month weekday), not {parts.Length}";
            return null;
        }

        var sets = new ulong[_fields.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            var (name, least, most) = _fields[i];
            if (!TrySet(parts[i], least, most, out sets[i]))
            {
                error = string.Create(CultureInfo.InvariantCulture, $"the {name} '{parts[i]}' must be *, numbers from {least} to {most}, ranges a-b or steps */n");
                return null;
            }
        }

        sets[4] |= sets[4] >> 7 & 1; // Sunday is 0 and 7
        var cron = new Cron(text, sets, !parts[2].StartsWith('*') && !parts[4].StartsWith('*'));
        if (cron.Next(DateTimeOffset.UnixEpoch) is null)
        {
            error = $"'{text}' never comes: no month has such a day";
            return null;
        }

        error = "";
        return cron;
    }

    /// <summary>The first such minute after a moment; null when none comes within eight years (29 February and a century between).</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        var time = after.ToUniversalTime();
        time = new DateTimeOffset(time.Year, time.Month, time.Day, time.Hour, time.Minute, 0, TimeSpan.Zero).AddMinutes(1);
        for (var end = time.AddYears(8).AddDays(2); time < end;)
        {
            if (!Has(3, time.Month))
            {
                time = new DateTimeOffset(time.Year, time.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1);
            }
            else if (!IsDay(time))
            {
                time = new DateTimeOffset(time.Date, TimeSpan.Zero).AddDays(1);
            }
            else if (!Has(1, time.Hour))
            {
                time = new DateTimeOffset(time.Date, TimeSpan.Zero).AddHours(time.Hour + 1);
            }
            else if (!Has(0, time.Minute))
            {
                time = time.AddMinutes(1);
            }
            else
            {
                return time;
            }
        }

        return null;
    }

    public override string ToString() => _text;

    private bool IsDay(DateTimeOffset time) => _eitherDay
        ? Has(2, time.Day) || Has(4, (int)time.DayOfWeek)
        : Has(2, time.Day) && Has(4, (int)time.DayOfWeek);

    private bool Has(int field, int value) => (_sets[field] >> value & 1) != 0;

    private static bool TrySet(string text, int least, int most, out ulong set)
    {
        set = 0;
        foreach (var item in text.Split(','))
        {
            var step = 1;
            var range = item;
            if (item.Split('/') is [var before, var after])
            {
                (range, var ok) = (before, int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out step));
                if (!ok || step < 1)
                {
                    return false;
                }
            }

            int from, to;
            if (range == "*")
            {
                (from, to) = (least, most);
            }
            else
            {
                var ends = range.Split('-');
                if (ends.Length > 2 || !Number(ends[0], out from) || !Number(ends[^1], out to))
                {
                    return false;
                }

                // As cron does, `5/15` runs from 5 to the end.
                to = ends.Length == 1 && range != item ? most : to;
            }

            for (var value = from; value <= to; value += step)
            {
                set |= 1UL << value;
            }

            if (to < from)
            {
                return false;
            }
        }

        return true;

        bool Number(string digits, out int value) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= least && value <= most;
    }
}
