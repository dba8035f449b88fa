namespace Headrace.Cli.Metrics;

/// <summary>One series over the whole time asked for.</summary>
/// <param name="Unit"><c>Count</c>, <c>Milliseconds</c>, …</param>
internal sealed record MetricSummary(
    string Name, string Unit, double SampleCount, double Sum, double Average, double Minimum, double Maximum, double P50, double P95, double P99);
