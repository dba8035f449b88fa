using MathNet.Numerics.Distributions;

namespace Headrace.Lab.Statistics;

/// <summary>What would come out if the items were drawn again: bootstrap intervals of means and percentiles, as cheap at a million items as at a hundred.</summary>
/// <remarks>The items are taken to be independent; those that waited in one queue are not quite, and then an interval should be wider than it is.</remarks>
internal static class Bootstrap
{
    /// <summary>Of the smallest and the largest values, how many are drawn one by one.</summary>
    private const int Extremes = 128;

    public const double Tail = 0.025;

    /// <summary>95 % confidence of the mean: BCa (Efron 1987; Efron and Tibshirani 1993, chapter 14), which follows a skewed sample.</summary>
    public static Interval Mean(ReadOnlySpan<double> sorted, in Sample sample, int replicates, ulong seed)
    {
        if (sorted.Length < 2 || replicates == 0)
        {
            return Interval.Unknown;
        }

        if (sample.Variance == 0)
        {
            return new(sample.Mean, sample.Mean);
        }

        var means = new double[replicates];
        Means(sorted, means, seed);
        Array.Sort(means);

        // The mean's acceleration has a closed form: a sixth of the skewness of its jackknife values.
        var acceleration = sample.Skewness / (6 * Math.Sqrt(sorted.Length));
        var bias = Normal.InvCDF(0, 1, Math.Clamp(ShareBelow(means, sample.Mean), 1.0 / replicates, 1 - (1.0 / replicates)));
        return new(Percentile.Of(means, 100 * Adjusted(Tail)), Percentile.Of(means, 100 * Adjusted(1 - Tail)));

        double Adjusted(double probability)
        {
            var shifted = bias + Normal.InvCDF(0, 1, probability);
            return Normal.CDF(0, 1, bias + (shifted / (1 - (acceleration * shifted))));
        }
    }

    /// <summary>Fills <paramref name="means"/> with means of samples drawn with replacement, each as large as the original.</summary>
    /// <remarks>
    /// Up to 256 values: the plain bootstrap. Above, only the 128 smallest and the 128 largest are drawn one by one; what lies between has lost its tails,
    /// so the central limit theorem stands for it: the sum of the k that fall there is normal with k times its mean and variance.
    /// </remarks>
    public static void Means(ReadOnlySpan<double> sorted, Span<double> means, ulong seed)
    {
        var random = new RandomStream(seed);
        var size = sorted.Length;
        var whole = size <= 2 * Extremes;
        var single = new double[whole ? size : 2 * Extremes];
        sorted[..(single.Length / 2)].CopyTo(single);
        sorted[(size - single.Length + (single.Length / 2))..].CopyTo(single.AsSpan(single.Length / 2));
        var middle = whole ? default : Sample.Of(sorted[Extremes..^Extremes]);
        var spread = whole || middle.Count < 2 ? 0 : middle.StandardDeviation * Math.Sqrt((middle.Count - 1.0) / middle.Count);
        var share = (double)single.Length / size;
        var origin = sorted[size / 2];

        for (var replicate = 0; replicate < means.Length; replicate++)
        {
            // How many of the draws fall on the extremes is binomial; with 256 expected the normal stands for it.
            var draws = whole ? size : (int)Math.Clamp(Math.Round((size * share) + (Math.Sqrt(size * share * (1 - share)) * random.NextNormal())), 0, size);
            double sum = 0;
            for (var draw = 0; draw < draws; draw += 2)
            {
                // One random word is two draws, by Lemire's multiplication.
                var word = random.Next();
                sum += single[(int)((word >> 32) * (ulong)single.Length >> 32)] - origin;
                if (draw + 1 < draws)
                {
                    sum += single[(int)((word & uint.MaxValue) * (ulong)single.Length >> 32)] - origin;
                }
            }

            var rest = size - draws;
            if (rest > 0)
            {
                sum += (rest * (middle.Mean - origin)) + (spread * Math.Sqrt(rest) * random.NextNormal());
            }

            means[replicate] = origin + (sum / size);
        }
    }

    /// <summary>95 % confidence of a percentile; unknown when the sample is too small to bound it on both sides.</summary>
    /// <remarks>
    /// The bootstrap distribution of an order statistic needs no drawing: its rank, as a share, follows a beta distribution
    /// (Efron 1979; with fractional ranks: Hutson 1999, "Calculating nonparametric confidence intervals for quantiles using fractional order statistics").
    /// </remarks>
    public static Interval PercentileOf(ReadOnlySpan<double> sorted, double percent)
    {
        var (size, share) = (sorted.Length, percent / 100);
        if (size < 2 || Math.Pow(share, size) > Tail || Math.Pow(1 - share, size) > Tail)
        {
            return Interval.Unknown;
        }

        var (above, below) = ((size + 1) * share, (size + 1) * (1 - share));
        return new(At(sorted, Rank(Tail)), At(sorted, Rank(1 - Tail)));

        // With a thousand values beyond the percentile the beta distribution is normal to three digits of its width, and the quantile is cheap.
        double Rank(double probability) => Math.Min(above, below) > 1000
            ? share + (Normal.InvCDF(0, 1, probability) * Math.Sqrt(share * (1 - share) / (size + 2)))
            : Beta.InvCDF(above, below, probability);
    }

    /// <summary>The value at a share of the ranks, of which the first is 1/(n + 1) and the last n/(n + 1).</summary>
    public static double At(ReadOnlySpan<double> sorted, double share) =>
        Percentile.Of(sorted, 100 * Math.Clamp(((share * (sorted.Length + 1)) - 1) / (sorted.Length - 1), 0, 1));

    private static double ShareBelow(double[] sorted, double value)
    {
        var first = Array.BinarySearch(sorted, value);
        return (double)(first < 0 ? ~first : first) / sorted.Length;
    }
}
