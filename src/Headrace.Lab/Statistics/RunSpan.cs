using Headrace.Lab.Records;

namespace Headrace.Lab.Statistics;

/// <summary>From the first thing seen of any item to the last; unknown when none has a time. Warm-up is left out.</summary>
internal readonly record struct RunSpan(Moment First, Moment Last)
{
    public double Seconds => Last.Since(First) / 1000;

    public static RunSpan Of(ItemTable table)
    {
        var (first, last) = (Moment.Unknown, Moment.Unknown);
        for (var index = 0; index < table.Count; index++)
        {
            ref readonly var item = ref table.At(index);
            if (item.Repetition == 0)
            {
                continue;
            }

            var (begun, seen) = (item.FirstSeen, item.LastSeen);
            first = begun.IsKnown && (!first.IsKnown || begun < first) ? begun : first;
            last = Later(last, Later(begun, seen));
        }

        return new(first, last);
    }

    /// <summary>An unknown moment is before every known one.</summary>
    private static Moment Later(Moment a, Moment b) => a > b ? a : b;
}
