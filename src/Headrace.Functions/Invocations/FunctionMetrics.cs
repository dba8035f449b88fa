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
    private readonly MetricSeries[] _provisionedInvocations;
    private readonly MetricSeries[] _spilloverInvocations;
    private readonly MetricSeries[] _provisionedExecutions;
    private readonly MetricSeries[] _provisionedUtilization;
    private readonly MetricSeries _unreserved;
    private readonly MetricSeries _claimed;

    /// <param name="invokedArn">Its qualifier, if any, makes the <c>Resource</c> dimension.</param>
    public FunctionMetrics(MetricStore metrics, FunctionVersion version, string invokedArn)
    {
        const int unqualified = 7;
        KeyValuePair<string, string> function = new("FunctionName", version.Id.Name);
        var qualifier = invokedArn.Split(':') is { Length: > unqualified } parts ? parts[unqualified] : null;
        KeyValuePair<string, string> resource = new("Resource", qualifier is null ? version.Id.Name : $"{version.Id.Name}:{qualifier}");
        KeyValuePair<string, string>[][] dimensions = qualifier is null || qualifier == version.Version
            ? [[], [function], [function, resource]]
            : [[], [function], [function, resource], [function, resource, new("ExecutedVersion", version.Version)]];
        _invocations = Series("Invocations", "Count");
        _errors = Series("Errors", "Count");
        _throttles = Series("Throttles", "Count");
        _durations = Series("Duration", "Milliseconds");
        _concurrency = Series("ConcurrentExecutions", "Count");
        _provisionedInvocations = Series("ProvisionedConcurrencyInvocations", "Count");
        _spilloverInvocations = Series("ProvisionedConcurrencySpilloverInvocations", "Count");
        _provisionedExecutions = Series("ProvisionedConcurrentExecutions", "Count");
        _provisionedUtilization = Series("ProvisionedConcurrencyUtilization", "None");
        _unreserved = metrics.Series(Namespace, "UnreservedConcurrentExecutions", "Count");
        _claimed = metrics.Series(Namespace, "ClaimedAccountConcurrency", "Count");

        MetricSeries[] Series(string name, string unit) => [.. dimensions.Select(set => metrics.Series(Namespace, name, unit, set))];
    }

    /// <param name="account">Concurrent invocations of the account.</param>
    /// <param name="claimed">What is reserved, and what runs besides.</param>
    /// <param name="unreserved">Concurrent invocations of functions without reserved concurrency, or null when this one has its own.</param>
    /// <param name="function">Concurrent invocations of the function.</param>
    public void Began(int account, int claimed, int? unreserved, int function)
    {
        _concurrency[0].Record(account);
        for (var index = 1; index < _concurrency.Length; index++)
        {
            _concurrency[index].Record(function);
        }

        _claimed.Record(claimed);
        if (unreserved is { } count)
        {
            _unreserved.Record(count);
        }
    }

    /// <param name="running">Invocations that the version's provisioned environments take now.</param>
    /// <param name="provisioned">How many of these environments it has; the share of them is recorded as well (0 to 1).</param>
    public void BeganOnProvisioned(int running, int provisioned)
    {
        Record(_provisionedExecutions, running);
        Record(_provisionedUtilization, (double)running / provisioned);
    }

    /// <param name="isProvisioned">Whether the environment was a provisioned one; null when the version has none.</param>
    public void Ended(double durationMilliseconds, bool isError, bool? isProvisioned)
    {
        Record(_invocations, 1);
        Record(_errors, isError ? 1 : 0);
        Record(_durations, durationMilliseconds);
        if (isProvisioned is { } provisioned)
        {
            Record(provisioned ? _provisionedInvocations : _spilloverInvocations, 1);
        }
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
