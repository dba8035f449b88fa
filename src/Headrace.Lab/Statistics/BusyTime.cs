using Headrace.Lab.Records;

namespace Headrace.Lab.Statistics;

/// <summary>Throughput of each group while it had something to do: bursts are hours apart, and the hours are not the system's.</summary>
internal static class BusyTime
{
    /// <summary>Succeeded per second of the time in which at least one of the group's items was under way; a group without times is not there.</summary>
    public static IReadOnlyDictionary<string, double> Throughputs(ItemTable table, IEnumerable<Grouping> groupings)
    {
        var throughputs = new Dictionary<string, double>();
        foreach (var grouping in groupings)
        {
            var spans = grouping.Names.Select(_ => new List<(Moment First, Moment Last)>()).ToArray();
            var succeeded = new long[spans.Length];
            for (var index = 0; index < table.Count; index++)
            {
                ref readonly var item = ref table.At(index);
                var group = grouping.Of[index];
                if (group != Grouping.None && item.FirstSeen.IsKnown && item.LastSeen.IsKnown)
                {
                    spans[group].Add((item.FirstSeen, item.LastSeen));
                    succeeded[group] += item.Status == ItemStatus.Succeeded ? 1 : 0;
                }
            }

            for (var group = 0; group < spans.Length; group++)
            {
                if (SecondsOf(spans[group]) is > 0 and var seconds)
                {
                    throughputs[grouping.Names[group].ToString()] = succeeded[group] / seconds;
                }
            }
        }

        return throughputs;
    }

    /// <summary>Length of the union.</summary>
    private static double SecondsOf(List<(Moment First, Moment Last)> spans)
    {
        spans.Sort();
        long total = 0;
        var until = long.MinValue;
        foreach (var (first, last) in spans)
        {
            if (last.Microseconds > until)
            {
                total += last.Microseconds - Math.Max(first.Microseconds, until);
                until = last.Microseconds;
            }
        }

        return total / 1e6;
    }
}
