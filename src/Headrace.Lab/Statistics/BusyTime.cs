using Headrace.Lab.Records;

namespace Headrace.Lab.Statistics;

/// <summary>Throughput of each level while it had something to do: bursts are hours apart, and the hours are not the system's.</summary>
internal static class BusyTime
{
    /// <summary>Succeeded per second of the time in which at least one of the group's items was under way; a group without a level or times is not there.</summary>
    public static IReadOnlyDictionary<string, double> Throughputs(ItemTable table, IEnumerable<Grouping> groupings)
    {
        var throughputs = new Dictionary<string, double>();
        foreach (var grouping in groupings.Where(grouping => grouping.Names.Any(name => name.Level > 0)))
        {
            Add(table, grouping, throughputs);
        }

        return throughputs;
    }

    private static void Add(ItemTable table, Grouping grouping, Dictionary<string, double> throughputs)
    {
        var ends = new int[grouping.Names.Count + 1];
        foreach (var group in grouping.Of)
        {
            ends[group + 1] += group == Grouping.None ? 0 : 1;
        }

        for (var group = 1; group < ends.Length; group++)
        {
            ends[group] += ends[group - 1];
        }

        var (firsts, lasts, next, succeeded) = (new long[ends[^1]], new long[ends[^1]], ends[..^1], new long[grouping.Names.Count]);
        for (var index = 0; index < table.Count; index++)
        {
            ref readonly var item = ref table.At(index);
            var group = grouping.Of[index];
            if (group != Grouping.None && item.FirstSeen.IsKnown && item.LastSeen.IsKnown)
            {
                (firsts[next[group]], lasts[next[group]]) = (item.FirstSeen.Microseconds, item.LastSeen.Microseconds);
                next[group]++;
                succeeded[group] += item.Status == ItemStatus.Succeeded ? 1 : 0;
            }
        }

        for (var group = 0; group < succeeded.Length; group++)
        {
            var (first, count) = (ends[group], next[group] - ends[group]);
            Array.Sort(firsts, lasts, first, count);
            if (SecondsOf(firsts.AsSpan(first, count), lasts.AsSpan(first, count)) is > 0 and var seconds)
            {
                throughputs[grouping.Names[group].ToString()] = succeeded[group] / seconds;
            }
        }
    }

    /// <summary>Length of the union of spans, which come in the order of their beginnings.</summary>
    private static double SecondsOf(ReadOnlySpan<long> firsts, ReadOnlySpan<long> lasts)
    {
        long total = 0;
        var until = long.MinValue;
        for (var span = 0; span < firsts.Length; span++)
        {
            if (lasts[span] > until)
            {
                total += lasts[span] - Math.Max(firsts[span], until);
                until = lasts[span];
            }
        }

        return total / 1e6;
    }
}
