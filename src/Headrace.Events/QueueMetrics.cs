using System.Collections.Concurrent;
using Headrace.Telemetry.Metrics;
using Headrace.Wire.Lambda;

namespace Headrace.Events;

/// <summary>The AWS/Lambda metrics of asynchronous invocations, for each function and for the region.</summary>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html</remarks>
internal sealed class QueueMetrics(MetricStore metrics)
{
    private readonly ConcurrentDictionary<(string Metric, string FunctionArn), MetricSeries> _ofFunctions = new();
    private readonly ConcurrentDictionary<string, MetricSeries> _ofRegion = new();

    public void Received(string functionArn) => Record("AsyncEventsReceived", "Count", functionArn, 1);

    /// <param name="milliseconds">From the queue's acceptance to this attempt.</param>
    public void Age(string functionArn, long milliseconds) => Record("AsyncEventAge", "Milliseconds", functionArn, milliseconds);

    public void Dropped(string functionArn) => Record("AsyncEventsDropped", "Count", functionArn, 1);

    public void RecursionStopped(string functionArn) => Record("RecursiveInvocationsDropped", "Count", functionArn, 1);

    public void DestinationFailed(string functionArn) => Record("DestinationDeliveryFailures", "Count", functionArn, 1);

    public void DeadLetterFailed(string functionArn) => Record("DeadLetterErrors", "Count", functionArn, 1);

    private void Record(string metric, string unit, string functionArn, double value)
    {
        _ofFunctions.GetOrAdd((metric, functionArn), key =>
            metrics.Series("AWS/Lambda", metric, unit, new KeyValuePair<string, string>("FunctionName", FunctionReference.Parse(key.FunctionArn)?.Name ?? key.FunctionArn)))
            .Record(value);
        _ofRegion.GetOrAdd(metric, _ => metrics.Series("AWS/Lambda", metric, unit)).Record(value);
    }
}
