using Headrace.Lab.Comparing;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Tests.Comparing;

/// <summary>Do 95 % intervals hold the truth in 95 of 100 experiments? All seeded: the counts are always the same.</summary>
public sealed class CoverageTests
{
    private const int Experiments = 400;

    [Theory]
    [InlineData(60)]
    [InlineData(600)]
    public void The_bootstrap_of_a_skewed_mean_holds_it(int size)
    {
        var held = Enumerable.Range(0, Experiments).Count(experiment =>
        {
            double[] sorted = [.. Sides.Responses(size, experiment).Order()];
            var interval = Bootstrap.Mean(sorted, Sample.Of(sorted), 1000, (ulong)experiment);
            return interval.Low <= 30 && 30 <= interval.High;
        });

        // BCa is known to hold a little less of a small skewed sample: 93 % here.
        Assert.InRange((double)held / Experiments, 0.91, 0.98);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(1_000)]
    public void The_interval_of_p95_holds_it(int size)
    {
        var truth = 20 - (10 * Math.Log(0.05));
        var held = Enumerable.Range(0, Experiments).Count(experiment =>
        {
            var interval = Bootstrap.PercentileOf([.. Sides.Responses(size, experiment).Order()], 95);
            return interval.Low <= truth && truth <= interval.High;
        });

        Assert.InRange((double)held / Experiments, 0.92, 0.98);
    }

    [Fact]
    public void Runs_alike_are_seldom_called_changed()
    {
        var changed = Enumerable.Range(0, 100).Sum(experiment =>
            Changed(Sides.Responses(300, 2 * experiment), Sides.Responses(300, (2 * experiment) + 1)));

        Assert.InRange(changed / 300.0, 0.01, 0.08);
    }

    /// <summary>Every 100 items share a disturbance, as bursts share an hour: taken for independent, half of the comparisons would see a change.</summary>
    [Fact]
    public void Runs_alike_whose_items_are_alike_in_bursts_are_seldom_called_changed_either()
    {
        static IEnumerable<double> Disturbed(int seed)
        {
            var random = new Random(seed);
            var bursts = Enumerable.Range(0, 40).Select(_ => 10 * random.NextDouble()).ToArray();
            return Sides.Responses(4_000, seed).Select((response, number) => response + bursts[number / 100]).ToArray();
        }

        var changed = Enumerable.Range(0, 60).Sum(experiment => Changed(Disturbed(2 * experiment), Disturbed((2 * experiment) + 1)));

        Assert.InRange(changed / 180.0, 0, 0.12);
    }

    /// <returns>How many of mean, p50 and p95 have an interval that leaves out no change.</returns>
    private static int Changed(IEnumerable<double> a, IEnumerable<double> b)
    {
        var options = new CompareOptions { Replicates = 500 };
        var comparison = RunComparison.Of(Sides.OfResponses("A", a, options), Sides.OfResponses("B", b, options), options);
        return new[] { "mean", "p50", "p95" }.Count(metric => comparison.Of(metric).IsCertain == true);
    }
}
