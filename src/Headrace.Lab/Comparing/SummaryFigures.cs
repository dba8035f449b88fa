using Headrace.Lab.Statistics;

namespace Headrace.Lab.Comparing;

/// <summary>A run's figures where only its summary is there: replicates are normal, as wide as the intervals that it states.</summary>
internal static class SummaryFigures
{
    private const double Width = 2 * 1.959964;

    public static Dictionary<FigureName, Estimate> Of(RunSummary summary, CompareOptions options, string run)
    {
        var figures = new Dictionary<FigureName, Estimate>(OfRun(summary, options, run));
        foreach (var row in summary.Distributions)
        {
            var fingerprint = RandomStream.SeedFor($"{row with { Measure = Measure.Response, MeanInterval = Interval.Unknown, MeanBootstrap = Interval.Unknown, P95Bootstrap = Interval.Unknown }}", 0);
            foreach (var statistic in FigureName.OfMeasures)
            {
                var name = new FigureName(row.Measure, statistic, row.Group, row.Population);
                var (value, interval) = statistic switch
                {
                    "mean" => (row.Mean, row.MeanInterval),
                    "p50" => (row.P50, Interval.Unknown),
                    "p90" => (row.P90, Interval.Unknown),
                    "p95" => (row.P95, row.P95Bootstrap),
                    "p99" => (row.P99, Interval.Unknown),
                    "p99.9" => (row.P999, Interval.Unknown),
                    _ => (row.Max, Interval.Unknown),
                };
                if (double.IsFinite(value))
                {
                    figures[name] = new(value, Normal(value, (interval.High - interval.Low) / Width, options, $"{run} {name}"), fingerprint, "only a summary, without items");
                }
            }
        }

        return figures;
    }

    /// <summary>What is counted of the run as a whole: a share's replicates are Jeffreys's posterior, beta(k + ½, n − k + ½).</summary>
    public static IEnumerable<KeyValuePair<FigureName, Estimate>> OfRun(RunSummary summary, CompareOptions options, string run)
    {
        var totals = summary.Totals;
        if (double.IsFinite(totals.Throughput))
        {
            yield return new(new(null, "throughput", "", Population.All), new(totals.Throughput, null, RandomStream.SeedFor($"{totals}", 0), "one run has one throughput"));
        }

        foreach (var level in summary.Levels.Where(comparison => comparison.Variant.Length == 0).Take(1).SelectMany(comparison => comparison.Levels))
        {
            if (double.IsFinite(level.Throughput))
            {
                yield return new(new(null, "throughput", $"level={level.Level}", Population.All), new(level.Throughput, null, RandomStream.SeedFor($"{level}", 0), "one run has one throughput"));
            }
        }

        if (totals.Items > 0)
        {
            yield return Share("errors", totals.Items - totals.Succeeded, totals.Items);
        }

        if (totals.Cold + totals.Warm > 0)
        {
            yield return Share("cold", totals.Cold, totals.Cold + totals.Warm);
        }

        KeyValuePair<FigureName, Estimate> Share(string statistic, long part, long whole)
        {
            var random = new RandomStream(RandomStream.SeedFor($"{run} {statistic}", options.Seed));
            var replicates = new double[options.Replicates];
            for (var index = 0; index < replicates.Length; index++)
            {
                replicates[index] = random.NextBeta(part + 0.5, whole - part + 0.5);
            }

            return new(new(null, statistic, "", Population.All), new((double)part / whole, replicates, RandomStream.SeedFor($"{part}/{whole}", 0)));
        }
    }

    private static double[]? Normal(double mean, double error, CompareOptions options, string name)
    {
        if (!double.IsFinite(error))
        {
            return null;
        }

        var random = new RandomStream(RandomStream.SeedFor(name, options.Seed));
        var replicates = new double[options.Replicates];
        for (var index = 0; index < replicates.Length; index++)
        {
            replicates[index] = mean + (error * random.NextNormal());
        }

        return replicates;
    }
}
