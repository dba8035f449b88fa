using System.Text.Json.Nodes;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Tests.Statistics;

/// <summary>Our figures beside NumPy's and SciPy's.</summary>
public sealed class OracleTests
{
    /// <summary>Student's 97.5 % quantile with 9 points − 3 parameters.</summary>
    private const double SixDegrees = 2.446912;

    [Fact]
    public async Task Distributions_anova_and_t_tests_of_skewed_samples_of_any_size()
    {
        var samples = new[] { 3, 17, 80, 256, 257, 1_000, 20_000 }.Select((size, number) => Skewed(size, number)).ToArray();
        var expected = await Oracle.AskAsync(new() { ["samples"] = new JsonArray([.. samples.Select(Oracle.Array)]) });
        var summary = Runs.Summary(samples.SelectMany((sample, level) => sample.Select((value, number) => Runs.Item(number, level * 1e6, value) with { Level = level + 1 })));
        var levels = Assert.Single(summary.Levels);

        for (var number = 0; number < samples.Length; number++)
        {
            var ours = summary.Distributions.Single(row => row is { Measure: Measure.Response, Population: Population.All } && row.Group == $"level={number + 1}");
            var theirs = expected.GetProperty("samples")[number];

            // Items hold microseconds.
            Close(theirs.GetProperty("percentiles").Numbers(), [ours.P50, ours.P75, ours.P90, ours.P95, ours.P99, ours.P999, ours.P9999], 1e-9);
            Close([theirs.GetProperty("mean").GetDouble(), theirs.GetProperty("sd").GetDouble()], [ours.Mean, ours.StandardDeviation], 1e-9);
            Close(theirs.GetProperty("t").Numbers(), [ours.MeanInterval.Low, ours.MeanInterval.High], 1e-9);
            if (samples[number].Length is >= 17 and <= 1_000)
            {
                // Both draw: what two runs of the bootstrap may differ in, with 2,000 and 9,999 replicates.
                var width = ours.MeanInterval.High - ours.MeanInterval.Low;
                Close(theirs.GetProperty("bca").Numbers(), [ours.MeanBootstrap.Low, ours.MeanBootstrap.High], 0.08 * width, 0);
            }
        }

        Close(expected.GetProperty("anova").Numbers(), [levels.Anova!.F, levels.Anova.P], 1e-8);
        Assert.Equal(samples.Length * (samples.Length - 1) / 2, levels.Pairs.Count);
        Assert.All(levels.Pairs, pair => Close(expected.GetProperty("welch")[pair.A - 1][pair.B - 1].Numbers(), [pair.T, pair.P], 1e-8));
    }

    [Fact]
    public async Task Tail_probabilities_down_to_the_smallest_doubles()
    {
        (double T, double Degrees)[] student = [.. from t in new[] { 0, 1e-8, 0.3, 2, 8.05, 20, 38 } from degrees in new[] { 1, 2.5, 30, 1_267.3, 1e5, 2e6 } select (t, degrees)];
        (double F, double Between, double Within)[] fisher =
            [.. from f in new[] { 1e-3, 0.9, 1, 4, 46.97, 400 } from between in new[] { 1.0, 6, 40 } from within in new[] { 2.0, 50, 16_859, 1e6 } select (f, between, within)];
        var expected = await Oracle.AskAsync(new()
        {
            ["student"] = new JsonArray([.. student.Select(row => Oracle.Array([row.T, row.Degrees]))]),
            ["fisher"] = new JsonArray([.. fisher.Select(row => Oracle.Array([row.F, row.Between, row.Within]))]),
        });

        Close(expected.GetProperty("student").Numbers(), [.. student.Select(row => SpecialTails.StudentTwoSided(row.T, row.Degrees))], 1e-8);
        Close(expected.GetProperty("fisher").Numbers(), [.. fisher.Select(row => SpecialTails.FisherUpper(row.F, row.Between, row.Within))], 1e-8);
    }

    [Fact]
    public async Task The_interval_of_p95_is_that_of_the_beta_distribution()
    {
        int[] sizes = [80, 200, 1_000, 15_000, 30_000, 1_000_000];
        var expected = (await Oracle.AskAsync(new()
        {
            ["beta"] = new JsonArray([.. sizes.SelectMany(size => new[] { 0.025, 0.975 }.Select(probability => Oracle.Array([probability, (size + 1) * 0.95, (size + 1) * 0.05])))]),
        })).GetProperty("beta").Numbers();

        for (var number = 0; number < sizes.Length; number++)
        {
            // Of the values 1 … n, the interval is that of the ranks.
            var interval = Bootstrap.PercentileOf([.. Enumerable.Range(1, sizes[number]).Select(value => (double)value)], 95);
            var (low, high) = (expected[2 * number] * (sizes[number] + 1), expected[(2 * number) + 1] * (sizes[number] + 1));
            Close([low, high], [interval.Low, interval.High], 0.02 * (high - low), 0);
        }
    }

    [Fact]
    public async Task The_scalability_law_is_fitted_as_by_curve_fit()
    {
        var random = new Random(3);
        double[] concurrencies = [1, 2, 5, 10, 20, 50, 100, 200, 300];
        (double, double, double)[] laws = [(100, 0.02, 1e-4), (2.5, 0.3, 0.01), (7, 0, 2e-5), (40, 0.9, 0), (1_000, 0, 0)];
        var measured = laws.Select(law => concurrencies
            .Select(n => (n, new ScalabilityLaw(law.Item1, law.Item2, law.Item3).At(n) * (1 + (0.04 * (random.NextDouble() - 0.5))))).ToArray()).ToArray();
        var expected = await Oracle.AskAsync(new()
        {
            ["scaling"] = new JsonArray([.. measured.Select(points => new JsonArray([.. points.Select(point => Oracle.Array([point.n, point.Item2]))]))]),
        });

        for (var number = 0; number < laws.Length; number++)
        {
            var fit = ScalingFit.Of(measured[number])!;
            var theirs = expected.GetProperty("scaling")[number];
            var ours = fit.Points.Sum(point => Math.Pow(point.Fitted - point.Throughput, 2));

            Assert.True(ours <= theirs.GetProperty("squares").GetDouble() * (1 + 1e-6), $"{laws[number]}: {ours} against {theirs}");
            if (fit is { Sigma: > 0, Kappa: > 0 })
            {
                // curve_fit stops where the sum of squares no longer changes: well within a standard error.
                var errors = theirs.GetProperty("errors").Numbers();
                Close(theirs.GetProperty("parameters").Numbers()[1..2], [fit.Sigma], 1e-2 * errors[1], 0);
                Close(theirs.GetProperty("parameters").Numbers()[2..3], [fit.Kappa], 1e-2 * errors[2], 0);
                Close(errors[1..], [(fit.SigmaInterval.High - fit.Sigma) / SixDegrees, (fit.KappaInterval.High - fit.Kappa) / SixDegrees], 1e-2);
            }
        }
    }

    /// <summary>Exponential over a floor, with a rare long wait: microseconds, as items hold them.</summary>
    private static double[] Skewed(int size, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, size).Select(_ => Math.Round(1e3 * (20 + seed - (10 * Math.Log(1 - random.NextDouble())) + (random.Next(50) == 0 ? 100 : 0))) / 1e3)];
    }

    private static void Close(double[] expected, double[] actual, double relative) => Close(expected, actual, 1e-300, relative);

    private static void Close(double[] expected, double[] actual, double absolute, double relative)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var number = 0; number < expected.Length; number++)
        {
            Assert.True(Math.Abs(actual[number] - expected[number]) <= absolute + (relative * Math.Abs(expected[number])), $"number {number}: {actual[number]}, SciPy says {expected[number]}");
        }
    }
}
