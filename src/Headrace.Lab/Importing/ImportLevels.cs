using System.Globalization;
using Headrace.Lab.Records;

namespace Headrace.Lab.Importing;

/// <summary>Items without a level get one: how many sites took the same picture at once, by the image's name.</summary>
internal static class ImportLevels
{
    private const double Tolerance = 0.01;

    /// <summary>Leaves out what <see cref="ImportOptions.After"/> and <see cref="ImportOptions.Levels"/> do not want; the picture's turn at its level is the repetition.</summary>
    public static ItemTable Apply(ItemTable items, ImportOptions options, ICollection<string> remarks)
    {
        var kept = new List<int>();
        for (var index = 0; index < items.Count; index++)
        {
            if (IsAfter(items.At(index), options))
            {
                kept.Add(index);
            }
        }

        Remark(remarks, items.Count - kept.Count, items.Count, $"not after {options.After:yyyy-MM-dd HH:mm:ss}");
        var bursts = kept.Where(index => items.At(index).Level == 0 && LogsDataImport.ImageOf(items.At(index)).Length > 0 && TimeText.InName(items.At(index).Id) is not null)
            .GroupBy(index => LogsDataImport.ImageOf(items.At(index)), StringComparer.Ordinal).OrderBy(burst => burst.Key, StringComparer.Ordinal);
        var turns = new Dictionary<int, int>();
        foreach (var burst in bursts)
        {
            var (size, level) = (burst.Count(), Snapped(burst.Count(), options.Levels));
            if (size != level && options.Levels.Contains(level))
            {
                remarks.Add(string.Create(CultureInfo.InvariantCulture, $"{burst.Key}: {size} items, taken for {level}"));
            }

            turns[level] = turns.GetValueOrDefault(level) + 1;
            foreach (var index in burst)
            {
                items.Set(index, items.At(index) with { Level = level, Repetition = turns[level] });
            }
        }

        var wanted = ItemTable.Of(kept.Where(index => options.Levels.Count == 0 || options.Levels.Contains(items.At(index).Level)).Select(index => items[index]));
        Remark(remarks, kept.Count - wanted.Count, items.Count, $"of other levels than {string.Join(", ", options.Levels)}");
        return wanted;
    }

    /// <summary>The level that was meant: the nearest within 1 %, else the count itself.</summary>
    internal static int Snapped(int count, IReadOnlyList<int> levels)
    {
        var nearest = levels.Count == 0 ? count : levels.MinBy(level => Math.Abs(level - count));
        return Math.Abs(nearest - count) <= Tolerance * nearest ? nearest : count;
    }

    private static bool IsAfter(in Item item, ImportOptions options)
    {
        if (options.After is not { } after)
        {
            return true;
        }

        return TimeText.InName(item.Id) is { } taken
            ? taken > after
            : !item.FirstSeen.IsKnown || TimeZoneInfo.ConvertTime(item.FirstSeen.ToDateTimeOffset(), options.TimeZone).DateTime > after;
    }

    private static void Remark(ICollection<string> remarks, int left, int all, string why)
    {
        if (left > 0)
        {
            remarks.Add(string.Create(CultureInfo.InvariantCulture, $"{left} of {all} items are left out: {why}"));
        }
    }
}
