using FsCheck;
using FsCheck.Fluent;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Tests.Statistics;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Every_value_is_in_the_bin_that_its_edges_say() => Prop.ForAll(
        Gen.Choose(-100, 5_000).Select(exponent => exponent < 0 ? 0 : Math.Round(1_000 * Math.Pow(10, exponent / 1000.0)) / 1_000).NonEmptyListOf().ToArbitrary(),
        static responses =>
        {
            var histogram = Assert.Single(Runs.Summary(responses.Select((response, number) => Runs.Item(number, number, response))).Histograms);

            Assert.Equal(histogram.Edges.Order(), histogram.Edges);
            Assert.Equal(histogram.Counts.Count + 1, histogram.Edges.Count);
            for (var bin = 0; bin < histogram.Counts.Count; bin++)
            {
                var (low, high) = (bin == 0 ? double.MinValue : histogram.Edges[bin], bin == histogram.Counts.Count - 1 ? double.MaxValue : histogram.Edges[bin + 1]);
                Assert.Equal(responses.Count(response => low <= response && response < high), histogram.Counts[bin]);
            }

            Assert.InRange(responses.Min(), histogram.Edges[0] * 0.999999, histogram.Edges[^1]);
            Assert.InRange(responses.Max(), histogram.Edges[0], histogram.Edges[^1] * 1.000001);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Cold_and_warm_share_their_edges()
    {
        var histograms = Runs.Summary(Enumerable.Range(1, 100).Select(number => Runs.Item(number, 0, number < 50 ? number : 1_000 + number) with { Cold = number >= 50 })).Histograms;

        Assert.Equal([Population.All, Population.Cold, Population.Warm], histograms.Select(histogram => histogram.Population));
        Assert.All(histograms, histogram => Assert.Equal(histograms[0].Edges, histogram.Edges));
        Assert.Equal(histograms[0].Counts, histograms[1].Counts.Zip(histograms[2].Counts, (cold, warm) => cold + warm));
    }
}
