using FsCheck;
using FsCheck.Fluent;
using Headrace.Telemetry.Metrics;

namespace Headrace.Telemetry.Tests.Metrics;

public sealed class MetricHistogramTests
{
    [Fact]
    public void Any_percentile_of_any_values_is_within_two_percent() =>
        Prop.ForAll<NormalFloat[], byte>((values, percentByte) =>
        {
            double[] sorted = [.. values.Select(value => value.Get).Order()];
            if (sorted.Length == 0)
            {
                return true;
            }

            var percent = percentByte % 101;
            var histogram = new MetricHistogram();
            Array.ForEach(sorted, histogram.Add);
            var exact = sorted[Math.Max(1, (int)Math.Ceiling(sorted.Length * percent / 100.0)) - 1];
            return Math.Abs(histogram.Percentile(percent) - exact) <= Math.Abs(exact) * 0.02 + 1e-300;
        }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void It_is_the_same_after_a_round_trip_through_its_bytes()
    {
        var histogram = new MetricHistogram();
        double[] values = [0, -3, 0.001, 17, 1e12, 17];
        Array.ForEach(values, histogram.Add);
        var read = MetricHistogram.FromBytes(histogram.ToBytes());

        Assert.All(Enumerable.Range(0, 101), percent => Assert.Equal(histogram.Percentile(percent), read.Percentile(percent)));
    }

    [Fact]
    public void Percentiles_of_nothing_are_no_number() => Assert.Equal(double.NaN, new MetricHistogram().Percentile(50));
}
