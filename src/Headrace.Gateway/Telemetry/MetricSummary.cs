using Headrace.Telemetry.Metrics;

namespace Headrace.Gateway.Telemetry;

/// <summary>One series over the whole time asked for.</summary>
/// <param name="Unit"><c>Count</c>, <c>Milliseconds</c>, …</param>
public sealed record MetricSummary(
    string Name, string Unit, long SampleCount, double Sum, double Average, double Minimum, double Maximum, double P50, double P95, double P99)
{
    internal static MetricSummary Of(MetricKey key, MetricAggregate total) => new(
        key.Name, key.Unit, total.SampleCount, total.Sum, total.Average, total.Minimum, total.Maximum,
        total.Percentile(50), total.Percentile(95), total.Percentile(99));
}
