using Headrace.Gateway.CloudWatch.Wire;
using Headrace.Telemetry.Metrics;
using Headrace.Wire;

namespace Headrace.Gateway.CloudWatch;

/// <summary>One call of an operation.</summary>
internal sealed record CloudWatchCall(Structure Input, MetricStore Metrics, Scope Scope, DateTimeOffset Now, CancellationToken Aborted);
