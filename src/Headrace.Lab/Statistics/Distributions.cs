using System.Runtime.InteropServices;
using Headrace.Lab.Records;
using MathNet.Numerics.Distributions;

namespace Headrace.Lab.Statistics;

/// <summary>A sorted column's figures by group and population. Each group is filled in the column's order, so nothing is sorted twice.</summary>
internal sealed class Distributions(ItemTable table, IReadOnlyList<Grouping> groupings, SummaryOptions options)
{
    private static readonly Population[] Populations = [Population.All, Population.Cold, Population.Warm];

    public IReadOnlyList<Distribution> Of(ItemColumn column)
    {
        var distributions = new List<Distribution>();
        foreach (var grouping in groupings)
        {
            foreach (var population in Populations)
            {
                Add(column, grouping, population, distributions);
            }
        }

        return distributions;
    }

    private void Add(ItemColumn column, Grouping grouping, Population population, List<Distribution> distributions)
    {
        var ends = new int[grouping.Names.Count + 1];
        var groups = new int[column.Items.Length];
        for (var rank = 0; rank < groups.Length; rank++)
        {
            groups[rank] = IsIn(population, column.Items[rank]) ? grouping.Of[column.Items[rank]] : Grouping.None;
            if (groups[rank] != Grouping.None)
            {
                ends[groups[rank] + 1]++;
            }
        }

        for (var group = 1; group < ends.Length; group++)
        {
            ends[group] += ends[group - 1];
        }

        var values = new double[ends[^1]];
        var next = ends[..^1];
        for (var rank = 0; rank < groups.Length; rank++)
        {
            if (groups[rank] != Grouping.None)
            {
                values[next[groups[rank]]++] = column.Values[rank];
            }
        }

        for (var group = 0; group < grouping.Names.Count; group++)
        {
            var sorted = values.AsSpan(ends[group], ends[group + 1] - ends[group]);
            if (!sorted.IsEmpty)
            {
                distributions.Add(Describe(column.Measure, population, grouping.Names[group].ToString(), sorted));
            }
        }
    }

    private bool IsIn(Population population, int item) => population == Population.All || table.At(item).Cold == (population == Population.Cold);

    private Distribution Describe(Measure measure, Population population, string group, ReadOnlySpan<double> sorted)
    {
        var sample = Sample.Of(sorted);
        var (p50, p99) = (Percentile.Of(sorted, 50), Percentile.Of(sorted, 99));
        return new(
            measure, population, group, sorted.Length,
            sample.Mean, sample.StandardDeviation, Ratio(sample.StandardDeviation, sample.Mean), sorted[0],
            p50, Percentile.Of(sorted, 75), Percentile.Of(sorted, 90), Percentile.Of(sorted, 95), p99,
            Percentile.Of(sorted, 99.9), Percentile.Of(sorted, 99.99), sorted[^1], Ratio(p99, p50),
            OfMean(sample), Bootstrap.Mean(sorted, sample, options.Replicates, SeedOf(measure, population, group)), Bootstrap.PercentileOf(sorted, 95));
    }

    /// <summary>Student's.</summary>
    private static Interval OfMean(in Sample sample)
    {
        if (sample.Count < 2)
        {
            return Interval.Unknown;
        }

        var half = StudentT.InvCDF(0, 1, sample.Count - 1, 0.975) * Math.Sqrt(sample.Variance / sample.Count);
        return new(sample.Mean - half, sample.Mean + half);
    }

    private static double Ratio(double dividend, double divisor) => divisor == 0 ? double.NaN : dividend / divisor;

    /// <summary>Its own for every figure (FNV-1a), whatever else is in the run and on whichever core it is computed.</summary>
    private ulong SeedOf(Measure measure, Population population, string group)
    {
        var hash = 14695981039346656037UL;
        foreach (var unit in MemoryMarshal.AsBytes($"{measure} {population} {group}".AsSpan()))
        {
            hash = (hash ^ unit) * 1099511628211UL;
        }

        return hash ^ options.Seed;
    }
}
