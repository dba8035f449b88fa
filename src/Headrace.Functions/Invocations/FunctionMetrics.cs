using Headrace.Functions.Registry;
using Headrace.Telemetry.Metrics;

namespace Headrace.Functions.Invocations;

/// <summary>The series of namespace AWS/Lambda that one version of a function counts into, looked up once.</summary>
internal sealed class FunctionMetrics
{
    private const string Namespace = "AWS/Lambda";

    private readonly MetricSeries[] _invocations;
    private readonly MetricSeries[] _errors;
    private readonly MetricSeries[] _throttles;
    private readonly MetricSeries[] _durations;
    private readonly MetricSeries[] _concurrency;
    private readonly MetricSeries _unreserved;

    public FunctionMetrics(MetricStore metrics, FunctionVersion version)
    {
        _invocations = Series("Invocations", "Count");
        _errors = Series("Errors", "Count");
        _throttles = Series("Throttles", "Count");
        _durations = Series("Duration", "Milliseconds");
        _concurrency = Series("ConcurrentExecutions", "Count");
        _unreserved = metrics.Series(Namespace, "UnreservedConcurrentExecutions", "Count");

        MetricSeries[] Series(string name, string unit)
        {
            KeyValuePair<string, string> function = new("FunctionName", version.Id.Name);
            KeyValuePair<string, string> resource = new("Resource", version.Version == "$LATEST" ? version.Id.Name : $"{version.Id.Name}:{version.Version}");
            return [metrics.Series(Namespace, name, unit), metrics.Series(Namespace, name, unit, function), metrics.Series(Namespace, name, unit, function, resource)];
        }
    }

    /// <param name="account">Concurrent invocations of the account.</param>
    /// <param name="unreserved">Those of functions without reserved concurrency, or null when this one has its own.</param>
    /// <param name="function">Concurrent invocations of the function.</param>
    public void Began(int account, int? unreserved, int function)
    {
        _concurrency[0].Record(account);
        _concurrency[1].Record(function);
        _concurrency[2].Record(function);
        if (unreserved is { } count)
        {
            _unreserved.Record(count);
        }
    }

    public void Ended(double durationMilliseconds, bool isError)
    {
        Record(_invocations, 1);
        Record(_errors, isError ? 1 : 0);
        Record(_durations, durationMilliseconds);
    }

    public void Throttled() => Record(_throttles, 1);

    private static void Record(MetricSeries[] series, double value)
    {
        foreach (var one in series)
        {
            one.Record(value);
        }
    }
}
