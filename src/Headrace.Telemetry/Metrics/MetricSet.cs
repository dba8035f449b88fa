namespace Headrace.Telemetry.Metrics;

/// <summary>Values that a client has summed up itself.</summary>
public readonly record struct MetricSet(double SampleCount, double Sum, double Minimum, double Maximum);
