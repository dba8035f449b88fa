using System.Globalization;
using System.Runtime.InteropServices;
using Headrace.Lab.Records;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Comparing;

/// <summary>A run's figures with their bootstrap replicates, from its items, as its summary goes through them.</summary>
/// <param name="run"><c>A</c> or <c>B</c>: the two draw different numbers.</param>
internal sealed class RunFigures(ItemTable table, CompareOptions options, string run)
{
    private readonly Dependence _dependence = Dependence.Of(table);
    private readonly List<KeyValuePair<FigureName, Estimate>>[] _found = [.. Enum.GetValues<Measure>().Select(_ => new List<KeyValuePair<FigureName, Estimate>>())];

    /// <summary>From one thread for each measure.</summary>
    public void Add(Measure measure, ColumnPart part) => _found[(int)measure].AddRange(Of(measure, part));

    /// <summary>What was added, and what is counted of the run as a whole.</summary>
    public Dictionary<FigureName, Estimate> With(RunSummary summary) =>
        new([.. SummaryFigures.OfRun(summary, options, run), .. _found.SelectMany(figures => figures)]);

    private IEnumerable<KeyValuePair<FigureName, Estimate>> Of(Measure measure, ColumnPart part)
    {
        var fingerprint = FingerprintOf(part.Values.Span);
        foreach (var statistic in FigureName.OfMeasures)
        {
            var name = new FigureName(measure, statistic, part.Group.ToString(), part.Population);
            var seed = RandomStream.SeedFor($"{run} {name}", options.Seed);
            yield return new(name, statistic switch
            {
                "mean" => MeanOf(part, seed, fingerprint),
                "max" => new(part.Values.Span[^1], null, fingerprint, "a maximum has no interval"),
                _ => PercentileOf(part, double.Parse(statistic.AsSpan(1), CultureInfo.InvariantCulture), seed, fingerprint),
            });
        }
    }

    private Estimate MeanOf(in ColumnPart part, ulong seed, ulong fingerprint)
    {
        var mean = Sample.Of(part.Values.Span).Mean;
        if (part.Values.Length < 2)
        {
            return new(mean, null, fingerprint, "a single item");
        }

        var stretch = Math.Sqrt(_dependence.OfMean(part.Items.Span, part.Values.Span));
        var replicates = new double[options.Replicates];
        Bootstrap.Means(part.Values.Span, replicates, seed);
        for (var index = 0; index < replicates.Length; index++)
        {
            replicates[index] = mean + ((replicates[index] - mean) * stretch);
        }

        return new(mean, replicates, fingerprint);
    }

    /// <summary>Draws the rank, which is beta distributed, with as many items as the run is worth.</summary>
    private Estimate PercentileOf(in ColumnPart part, double percent, ulong seed, ulong fingerprint)
    {
        var sorted = part.Values.Span;
        var value = Percentile.Of(sorted, percent);
        var worth = sorted.Length / _dependence.OfShare(part.Items.Span, FirstAbove(sorted, value));
        var share = percent / 100;
        if (Math.Pow(share, worth) > Bootstrap.Tail || Math.Pow(1 - share, worth) > Bootstrap.Tail)
        {
            return new(value, null, fingerprint, "too few items");
        }

        var random = new RandomStream(seed);
        var replicates = new double[options.Replicates];
        for (var index = 0; index < replicates.Length; index++)
        {
            replicates[index] = Bootstrap.At(sorted, random.NextBeta((worth + 1) * share, (worth + 1) * (1 - share)));
        }

        return new(value, replicates, fingerprint);
    }

    private static int FirstAbove(ReadOnlySpan<double> sorted, double value)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sorted[middle] > value ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private static ulong FingerprintOf(ReadOnlySpan<double> values)
    {
        var hash = (ulong)values.Length;
        foreach (var bits in MemoryMarshal.Cast<double, ulong>(values))
        {
            hash = (hash ^ bits) * 1099511628211UL;
        }

        return hash;
    }
}
