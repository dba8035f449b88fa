using FsCheck;
using FsCheck.Fluent;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Tests.Statistics;

public sealed class DurationHistogramTests
{
    /// <summary>Milliseconds from nothing to a month, as many short as long.</summary>
    private static readonly Arbitrary<double[]> Durations =
        Gen.Choose(-3000, 9400).Select(exponent => exponent < -2990 ? 0 : Math.Pow(10, exponent / 1000.0)).NonEmptyListOf().Select(list => list.ToArray()).ToArbitrary();

    [Fact]
    public void Any_percentile_is_within_half_a_thousandth() => Prop.ForAll(Durations, static durations =>
    {
        var histogram = Of(durations);
        double[] sorted = [.. durations.Order()];
        foreach (var percent in new[] { 0, 1, 50, 75, 90, 95, 99, 99.9, 99.99, 100 })
        {
            var exact = sorted[(int)Math.Max(1, Math.Ceiling(sorted.Length * percent / 100)) - 1];
            Assert.True(Math.Abs(histogram.Percentile(percent) - exact) <= (exact / 2048) + 0.0005001, $"p{percent} of {exact}: {histogram.Percentile(percent)}");
        }

        Assert.Equal((sorted.Length, sorted[0], sorted[^1]), (histogram.Count, histogram.Min, histogram.Max));
        Assert.Equal(durations.Average(), histogram.Mean, durations.Average() * 1e-12);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Merged_histograms_are_that_of_the_whole() => Prop.ForAll(Durations, Durations, static (first, second) =>
    {
        var merged = Of(first);
        merged.Add(Of(second));
        var whole = Of([.. first, .. second]);

        Assert.Equal((whole.Count, whole.Min, whole.Max), (merged.Count, merged.Min, merged.Max));
        Assert.Equal(whole.Mean, merged.Mean, whole.Mean * 1e-12);
        Assert.All(Enumerable.Range(0, 101), percent => Assert.Equal(whole.Percentile(percent), merged.Percentile(percent)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nothing_recorded_has_no_percentile_and_adds_nothing()
    {
        var empty = new DurationHistogram();
        empty.Record(double.NaN);
        var one = Of([3]);
        one.Add(empty);
        empty.Add(one);

        Assert.True(double.IsNaN(new DurationHistogram().Percentile(50)));
        Assert.True(double.IsNaN(new DurationHistogram().Mean));
        Assert.Equal((1L, 3.0, 3.0), (one.Count, one.Percentile(0), one.Percentile(100)));
        Assert.Equal((1L, 3.0), (empty.Count, empty.Percentile(50)));
    }

    [Fact]
    public void What_is_beyond_its_range_is_counted_at_its_edge_and_its_extremes_stay_exact()
    {
        var histogram = Of([-5, 1e12]);

        Assert.Equal((-5.0, 1e12), (histogram.Min, histogram.Max));
        Assert.InRange(histogram.Percentile(50), -5, 0);
        Assert.InRange(histogram.Percentile(100), 4e9, 1e12);
    }

    private static DurationHistogram Of(double[] durations)
    {
        var histogram = new DurationHistogram();
        foreach (var duration in durations)
        {
            histogram.Record(duration);
        }

        return histogram;
    }
}
