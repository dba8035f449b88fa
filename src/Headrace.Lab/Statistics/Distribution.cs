using MathNet.Numerics.Distributions;

namespace Headrace.Lab.Statistics;

/// <summary>A measure's figures in one group and population.</summary>
/// <param name="Group"><c>""</c>: the whole run; else <c>level=50</c>, <c>memory=512</c>, <c>level=50 memory=512</c>.</param>
/// <param name="StandardDeviation">Of the sample (n − 1).</param>
/// <param name="CoefficientOfVariation">Standard deviation over mean.</param>
/// <param name="TailToMedian">p99 over p50.</param>
public sealed record Distribution(
    Measure Measure, Population Population, string Group, long Count,
    double Mean, double StandardDeviation, double CoefficientOfVariation, double Min,
    double P50, double P75, double P90, double P95, double P99, double P999, double P9999, double Max, double TailToMedian,
    Interval MeanInterval, Interval MeanBootstrap, Interval P95Bootstrap)
{
    internal static Distribution Of(Measure measure, in ColumnPart part, SummaryOptions options)
    {
        var sorted = part.Values.Span;
        var sample = Sample.Of(sorted);
        var (p50, p99) = (Percentile.Of(sorted, 50), Percentile.Of(sorted, 99));
        return new(
            measure, part.Population, part.Group.ToString(), sorted.Length,
            sample.Mean, sample.StandardDeviation, Ratio(sample.StandardDeviation, sample.Mean), sorted[0],
            p50, Percentile.Of(sorted, 75), Percentile.Of(sorted, 90), Percentile.Of(sorted, 95), p99,
            Percentile.Of(sorted, 99.9), Percentile.Of(sorted, 99.99), sorted[^1], Ratio(p99, p50),
            OfMean(sample), Bootstrap.Mean(sorted, sample, options.Replicates, RandomStream.SeedFor($"{measure} {part.Population} {part.Group}", options.Seed)),
            Bootstrap.PercentileOf(sorted, 95));
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
}
