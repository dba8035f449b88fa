using Headrace.Calibration.Tables;
using Headrace.Calibration.Times;

namespace Headrace.Calibration.Joining;

/// <summary>A gauge's readings in order of time.</summary>
public sealed class GaugeSeries
{
    private readonly Reading[] _byUtc;
    private readonly Reading[] _byClock;

    private GaugeSeries(List<Reading> readings, int withoutValue)
    {
        _byUtc = [.. readings.OrderBy(reading => reading.Utc)];
        _byClock = [.. readings.OrderBy(reading => reading.Clock)];
        WithoutValue = withoutValue;
    }

    public IReadOnlyList<Reading> Readings => _byUtc;

    /// <summary>Rows in which the gauge says Ice, Eqp or nothing.</summary>
    public int WithoutValue { get; }

    /// <exception cref="CalibrationException" />
    public static GaugeSeries Read(string path, GaugeColumns columns)
    {
        using var table = CsvTable.Open(path);
        var time = table.Require(columns.Time);
        var zone = table.Find(columns.ZoneColumn);
        var value = columns.Value is { } name
            ? table.Require(name)
            : table.Headings.Index().Where(heading => heading.Item.EndsWith(columns.Parameter, StringComparison.Ordinal)).Select(heading => (int?)heading.Index).FirstOrDefault()
              ?? throw new CalibrationException($"{Path.GetFileName(path)} has no column that ends in {columns.Parameter}; name the one with the readings. It has: {string.Join(", ", table.Headings)}.");
        var (readings, withoutValue) = (new List<Reading>(), 0);
        var zones = new Dictionary<string, TimeZoneInfo>(StringComparer.Ordinal);
        foreach (var row in table.Rows())
        {
            if (row.NumberOrNothing(value) is not { } number)
            {
                withoutValue++;
                continue;
            }

            var (clock, offset) = row.Time(time);
            readings.Add(new Reading(clock, offset ?? ZoneOf(row, zone, columns.Zone, zones).GetUtcOffset(clock), number * columns.Factor));
        }

        return readings.Count > 0 ? new GaugeSeries(readings, withoutValue) : throw new CalibrationException($"{Path.GetFileName(path)} has no readings in column '{table.Headings[value]}'.");
    }

    /// <summary>The reading nearest in time; the earlier of two as near. Null when it is further than <paramref name="tolerance"/>.</summary>
    /// <param name="offset">The clock's distance from UTC; null: the gauge's own clock.</param>
    public Reading? Nearest(DateTime clock, TimeSpan? offset, TimeSpan tolerance) => offset is { } known
        ? Nearest(_byUtc, clock - known, tolerance, static reading => reading.Utc)
        : Nearest(_byClock, clock, tolerance, static reading => reading.Clock);

    private static Reading? Nearest(Reading[] readings, DateTime time, TimeSpan tolerance, Func<Reading, DateTime> timeOf)
    {
        var (low, high) = (0, readings.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = timeOf(readings[middle]) < time ? (middle + 1, high) : (low, middle);
        }

        Reading? nearest = null;
        for (var index = Math.Max(0, low - 1); index < Math.Min(readings.Length, low + 1); index++)
        {
            if (nearest is null || (timeOf(readings[index]) - time).Duration() < (timeOf(nearest.Value) - time).Duration())
            {
                nearest = readings[index];
            }
        }

        return nearest is { } found && (timeOf(found) - time).Duration() <= tolerance ? found : null;
    }

    private static TimeZoneInfo ZoneOf(CsvRow row, int? column, TimeZoneInfo otherwise, Dictionary<string, TimeZoneInfo> zones)
    {
        if (column is not { } index || row.Text(index) is not { Length: > 0 } name)
        {
            return otherwise;
        }

        if (!zones.TryGetValue(name, out var zone))
        {
            zones[name] = zone = ZoneName.Find(name) ?? throw row.Refuse(index, $"is '{name}', not a time zone");
        }

        return zone;
    }
}
