using System.Collections.Concurrent;
using Headrace.Telemetry.Metrics;
using Headrace.Wire.Lambda;

namespace Headrace.Events;

/// <summary>The AWS/Lambda metrics of asynchronous invocations: for the region, for each function, and for the version or alias that was asked for.</summary>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html</remarks>
internal sealed class QueueMetrics(MetricStore metrics)
{
    private const string Namespace = "AWS/Lambda";

    private readonly ConcurrentDictionary<(string Metric, string FunctionArn), MetricSeries[]> _series = new();

    public void Received(string functionArn) => Record("AsyncEventsReceived", "Count", functionArn, 1);

    /// <param name="milliseconds">From the queue's acceptance to this attempt.</param>
    public void Age(string functionArn, long milliseconds) => Record("AsyncEventAge", "Milliseconds", functionArn, milliseconds);

    public void Dropped(string functionArn) => Record("AsyncEventsDropped", "Count", functionArn, 1);

    public void RecursionStopped(string functionArn) => Record("RecursiveInvocationsDropped", "Count", functionArn, 1);

    public void DestinationFailed(string functionArn) => Record("DestinationDeliveryFailures", "Count", functionArn, 1);

    public void DeadLetterFailed(string functionArn) => Record("DeadLetterErrors", "Count", functionArn, 1);

    private void Record(string metric, string unit, string functionArn, double value)
    {
        foreach (var series in _series.GetOrAdd((metric, functionArn), key => SeriesOf(key.Metric, unit, key.FunctionArn)))
        {
            series.Record(value);
        }
    }

    private MetricSeries[] SeriesOf(string metric, string unit, string functionArn)
    {
        var reference = FunctionReference.Parse(functionArn);
        var name = reference?.Name ?? functionArn;
        KeyValuePair<string, string> function = new("FunctionName", name);
        KeyValuePair<string, string> resource = new("Resource", reference?.Qualifier is { } qualifier and not "$LATEST" ? $"{name}:{qualifier}" : name);
        return [metrics.Series(Namespace, metric, unit), metrics.Series(Namespace, metric, unit, function), metrics.Series(Namespace, metric, unit, function, resource)];
    }
}
