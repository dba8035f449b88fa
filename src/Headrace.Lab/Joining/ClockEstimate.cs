using Headrace.Lab.Records;

namespace Headrace.Lab.Joining;

/// <summary>
/// The offset of two clocks from moments in between: each sample bounds it from below and above, and the offset lies where most samples agree (Marzullo's algorithm, as NTP
/// selects its clocks). Coarse stamps and slow round trips only make their own bounds wide; a clock that jumped leaves its samples outvoted.
/// </summary>
public static class ClockEstimate
{
    /// <returns>Null: nothing bounds it on both sides. Zero where zero is among what is possible: there is no evidence of a difference, and none is put in.</returns>
    public static ClockOffset? Of(IEnumerable<ClockSample> samples)
    {
        List<(double At, int Step)> edges = [];
        var count = 0;
        foreach (var sample in samples)
        {
            if (sample.Service.IsKnown && sample.Least <= sample.Most && (sample.Before.IsKnown || sample.After.IsKnown))
            {
                edges.Add((sample.Least, -1));
                edges.Add((sample.Most, 1));
                count++;
            }
        }

        // A lower edge comes before an upper edge at the same place: they touch.
        edges.Sort();
        var (agreeing, most, low, high) = (0, 0, double.NaN, double.NaN);
        for (var index = 0; index < edges.Count; index++)
        {
            agreeing -= edges[index].Step;
            if (agreeing > most)
            {
                (most, low, high) = (agreeing, edges[index].At, edges[index + 1].At);
            }
        }

        return !double.IsFinite(low) || !double.IsFinite(high) ? null
            : low <= 0 && high >= 0 ? new ClockOffset(0, Math.Max(-low, high), count)
            : new ClockOffset((low + high) / 2, (high - low) / 2, count);
    }
}
