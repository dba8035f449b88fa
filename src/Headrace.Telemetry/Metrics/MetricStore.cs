namespace Headrace.Telemetry.Metrics;

/// <summary>CloudWatch-shaped metrics: per minute, per dimension set, sum, count, minimum, maximum and a histogram for percentiles.</summary>
/// <remarks>CONTRACT (first sketch): the room's owner completes it. Recording must cost well under a microsecond.</remarks>
public sealed partial class MetricStore
{
    /// <summary>The recorder of one metric of one dimension set: look it up once, record often.</summary>
    /// <param name="dimensions">For example <c>FunctionName=preprocess</c>; empty for the whole region.</param>
    public MetricSeries Series(string metricNamespace, string name, string unit, params ReadOnlySpan<KeyValuePair<string, string>> dimensions) =>
        throw new NotImplementedException();
}

public sealed class MetricSeries
{
    public void Record(double value) => throw new NotImplementedException();
}
