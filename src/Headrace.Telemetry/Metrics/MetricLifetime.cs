namespace Headrace.Telemetry.Metrics;

/// <summary>A series since the store was opened.</summary>
/// <param name="Recent">What the minutes that are still in memory hold: the last one or two.</param>
public sealed record MetricLifetime(MetricKey Key, double SampleCount, double Sum, MetricAggregate Recent);
