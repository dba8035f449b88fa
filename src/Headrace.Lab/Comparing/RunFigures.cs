using System.Globalization;
using System.Runtime.InteropServices;
using Headrace.Lab.Records;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Comparing;

/// <summary>A run's figures with their bootstrap replicates, from its items.</summary>
internal sealed class RunFigures
{
    private readonly CompareOptions _options;
    private readonly string _run;
    private readonly Dependence _dependence;

    private RunFigures(ItemTable table, CompareOptions options, string run)
    {
        (_options, _run) = (options, run);
        _dependence = Dependence.Of(table);
    }

    /// <param name="run"><c>A</c> or <c>B</c>: the two draw different numbers.</param>
    public static Dictionary<FigureName, Estimate> Of(ItemTable table, RunSummary summary, CompareOptions options, string run)
    {
        var figures = new RunFigures(table, options, run);
        var groupings = Grouping.AllOf(table);
        var populations = ItemColumn.PopulationsOf(table);
        var measures = Enum.GetValues<Measure>();
        var found = new List<(FigureName, Estimate)>[measures.Length];
        using var scratch = new ThreadLocal<ColumnScratch>(() => new(table.Count));
        Parallel.For(0, measures.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, number =>
        {
            var column = ItemColumn.Of(table, measures[number], new(), scratch.Value!);
            found[number] = [.. from grouping in groupings from part in column.Parts(grouping, populations) from figure in figures.Of(measures[number], part) select figure];
        });
        return new([.. SummaryFigures.OfRun(summary, options, run), .. found.SelectMany(list => list).Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2))]);
    }

    private IEnumerable<(FigureName, Estimate)> Of(Measure measure, ColumnPart part)
    {
        var fingerprint = FingerprintOf(part.Values.Span);
        foreach (var statistic in FigureName.OfMeasures)
        {
            var name = new FigureName(measure, statistic, part.Group.ToString(), part.Population);
            var seed = RandomStream.SeedFor($"{_run} {name}", _options.Seed);
            yield return (name, statistic switch
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

        var values = part.Values;
        var stretch = Math.Sqrt(_dependence.Factor(part.Items.Span, rank => values.Span[rank]));
        var replicates = new double[_options.Replicates];
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
        var values = part.Values;
        var worth = sorted.Length / _dependence.Factor(part.Items.Span, rank => values.Span[rank] > value ? 1 : 0);
        var share = percent / 100;
        if (Math.Pow(share, worth) > Bootstrap.Tail || Math.Pow(1 - share, worth) > Bootstrap.Tail)
        {
            return new(value, null, fingerprint, "too few items");
        }

        var random = new RandomStream(seed);
        var replicates = new double[_options.Replicates];
        for (var index = 0; index < replicates.Length; index++)
        {
            replicates[index] = Bootstrap.At(sorted, random.NextBeta((worth + 1) * share, (worth + 1) * (1 - share)));
        }

        return new(value, replicates, fingerprint);
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
