using Headrace.Lab.Records;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Comparing;

/// <summary>How much less a run's items say than as many independent ones would: neighbours in time wait in one queue and share one hour's noise.</summary>
/// <remarks>
/// By batch means (Law and Kelton, Simulation Modeling and Analysis, chapter 9): the items are cut into batches in the order of time. Were they independent,
/// the batches' means would vary as their items do, divided by the batch's size, and F of an analysis of variance would be about 1; the factor by which they
/// vary more is F. It is believed where it is significant, for whichever of 5, 10, 20, 40 batches it is largest. Levels and variants are cut each for
/// itself, so that what the plan varies is not taken for noise.
/// </remarks>
internal sealed class Dependence
{
    private const int Most = 40;
    private const int Least = 5;

    private readonly byte[] _batches;

    private Dependence(byte[] batches) => _batches = batches;

    public static Dependence Of(ItemTable table)
    {
        var keys = new Key[table.Count];
        for (var index = 0; index < keys.Length; index++)
        {
            ref readonly var item = ref table.At(index);
            keys[index] = new(item.Level, item.Variant, item.FirstSeen, RandomStream.SeedFor(item.Id, 0), index);
        }

        Array.Sort(keys);
        var batches = new byte[keys.Length];
        for (var first = 0; first < keys.Length;)
        {
            var end = first + 1;
            while (end < keys.Length && keys[end].Level == keys[first].Level && keys[end].Variant == keys[first].Variant)
            {
                end++;
            }

            for (var place = first; place < end; place++)
            {
                batches[keys[place].Index] = (byte)((long)(place - first) * Most / (end - first));
            }

            first = end;
        }

        return new(batches);
    }

    /// <returns>At least 1; the number of items divided by it is what they are worth.</returns>
    /// <param name="items">Indexes into the table.</param>
    /// <param name="values">Theirs.</param>
    public double OfMean(ReadOnlySpan<int> items, ReadOnlySpan<double> values)
    {
        var origin = items.IsEmpty ? 0 : values[items.Length / 2];
        Span<(double Count, double Sum, double Squares)> batches = stackalloc (double, double, double)[Most];
        for (var place = 0; place < items.Length; place++)
        {
            ref var batch = ref batches[_batches[items[place]]];
            var shifted = values[place] - origin;
            batch = (batch.Count + 1, batch.Sum + shifted, batch.Squares + (shifted * shifted));
        }

        return Largest(batches, items.Length);
    }

    /// <summary>Of the share of items above a value.</summary>
    /// <param name="items">Indexes into the table, by ascending value.</param>
    /// <param name="above">The place of the first that is above.</param>
    /// <inheritdoc cref="OfMean"/>
    public double OfShare(ReadOnlySpan<int> items, int above)
    {
        Span<int> counts = stackalloc int[Most], counted = stackalloc int[Most];
        foreach (var item in items)
        {
            counts[_batches[item]]++;
        }

        foreach (var item in items[above..])
        {
            counted[_batches[item]]++;
        }

        Span<(double Count, double Sum, double Squares)> batches = stackalloc (double, double, double)[Most];
        for (var batch = 0; batch < Most; batch++)
        {
            batches[batch] = (counts[batch], counted[batch], counted[batch]);
        }

        return Largest(batches, items.Length);
    }

    private static double Largest(Span<(double Count, double Sum, double Squares)> batches, int items)
    {
        var factor = 1.0;
        for (var count = Most; count >= Least; count /= 2)
        {
            factor = Math.Max(factor, FactorOf(batches[..count], items));
            for (var pair = 0; pair < count / 2; pair++)
            {
                var (left, right) = (batches[2 * pair], batches[(2 * pair) + 1]);
                batches[pair] = (left.Count + right.Count, left.Sum + right.Sum, left.Squares + right.Squares);
            }
        }

        return factor;
    }

    private static double FactorOf(ReadOnlySpan<(double Count, double Sum, double Squares)> batches, int items)
    {
        if (items < Least * batches.Length)
        {
            return 1;
        }

        var samples = new List<Sample>(batches.Length);
        foreach (var (count, sum, squares) in batches)
        {
            if (count > 0)
            {
                samples.Add(new((long)count, sum / count, count > 1 ? Math.Max(0, (squares - (sum * sum / count)) / (count - 1)) : 0));
            }
        }

        // Batches that do not vary within are worth one item each.
        return Anova.Of(samples) is { P: < 0.05 } anova ? Math.Min(anova.F, (double)items / samples.Count) : 1;
    }

    /// <param name="Tie">Of the id: those that began together stand in no order that their response could have made.</param>
    private readonly record struct Key(int Level, string Variant, Moment First, ulong Tie, int Index) : IComparable<Key>
    {
        public int CompareTo(Key other)
        {
            var order = Level.CompareTo(other.Level);
            order = order != 0 ? order : string.CompareOrdinal(Variant, other.Variant);
            order = order != 0 ? order : First.CompareTo(other.First);
            return order != 0 ? order : Tie.CompareTo(other.Tie);
        }
    }
}
