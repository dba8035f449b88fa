namespace Headrace.Lab.Statistics;

/// <summary>Counts between edges that grow by one factor; the populations of a measure share their edges, so that they can be laid over each other.</summary>
/// <param name="Edges">Milliseconds, one more than counts; a bin holds its lower edge, the last one both.</param>
public sealed record LatencyHistogram(
    Measure Measure, Population Population, IReadOnlyList<double> Edges, IReadOnlyList<long> Counts, double P50, double P95, double Mean)
{
    private const int MostBins = 60;

    internal static IReadOnlyList<Measure> Drawn { get; } = [Measure.Response, Measure.EventToEnd, Measure.Duration, Measure.Init, Measure.QueueAge];

    internal static IEnumerable<LatencyHistogram> AllOf(ItemColumn column, Population[] populations, IReadOnlyList<Distribution> distributions)
    {
        if (column.Values.Length == 0)
        {
            yield break;
        }

        var edges = EdgesOf(column.Values);
        foreach (var whole in distributions.Where(distribution => distribution.Measure == column.Measure && distribution.Group.Length == 0))
        {
            yield return new(column.Measure, whole.Population, edges, CountsOf(column, populations, whole.Population, edges), whole.P50, whole.P95, whole.Mean);
        }
    }

    private static long[] CountsOf(ItemColumn column, Population[] populations, Population population, double[] edges)
    {
        var values = column.Values;
        var items = column.Items;
        var counts = new long[edges.Length - 1];
        var bin = 0;
        for (var rank = 0; rank < values.Length; rank++)
        {
            while (bin < counts.Length - 1 && values[rank] >= edges[bin + 1])
            {
                bin++;
            }

            counts[bin] += population == Population.All || populations[items[rank]] == population ? 1 : 0;
        }

        return counts;
    }

    /// <summary>Twice the cube root of the count (Rice's rule), spread evenly over the logarithm. What is not positive has a bin of its own.</summary>
    private static double[] EdgesOf(ReadOnlySpan<double> sorted)
    {
        var positive = 0;
        while (positive < sorted.Length && sorted[positive] <= 0)
        {
            positive++;
        }

        if (positive == sorted.Length)
        {
            return [sorted[0], Math.Max(sorted[^1], sorted[0] + 1)];
        }

        var (low, high) = (sorted[positive], sorted[^1]);
        if (low == high)
        {
            (low, high) = (low * 0.99, high * 1.01);
        }

        var bins = (int)Math.Clamp(Math.Ceiling(2 * Math.Cbrt(sorted.Length)), 1, MostBins);
        var edges = Enumerable.Range(0, bins + 1).Select(edge => low * Math.Pow(high / low, (double)edge / bins));
        return [.. positive > 0 ? [Math.Min(sorted[0], 0)] : Array.Empty<double>(), .. edges];
    }
}
