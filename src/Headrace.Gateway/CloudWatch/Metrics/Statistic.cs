using System.Globalization;
using System.Text.RegularExpressions;
using Headrace.Telemetry.Metrics;

namespace Headrace.Gateway.CloudWatch.Metrics;

/// <summary>One of CloudWatch's statistics: <c>Sum</c>, <c>p99.9</c>, …</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html</remarks>
internal sealed partial class Statistic
{
    private readonly Func<MetricAggregate, double?> _of;

    private Statistic(string name, Func<MetricAggregate, double?> of)
    {
        Name = name;
        _of = of;
    }

    public string Name { get; }

    /// <summary>Null where a percentile is asked of values that were summed up before they came.</summary>
    public double? Of(MetricAggregate aggregate) => _of(aggregate);

    /// <exception cref="WireException">It is none, or one that is not implemented.</exception>
    public static Statistic Parse(string name, string parameter) => Simple(name) ?? Extended(name) ?? throw (
        Trimmed().IsMatch(name) || name == "IQM" ? CloudWatchErrors.NotImplemented($"The statistic {name}") : CloudWatchErrors.InvalidValue(name, parameter));

    /// <summary>The five that GetMetricStatistics takes as Statistics; null when it is none of them.</summary>
    public static Statistic? Simple(string name) => name switch
    {
        "SampleCount" => new(name, aggregate => aggregate.SampleCount),
        "Average" => new(name, aggregate => aggregate.Average),
        "Sum" => new(name, aggregate => aggregate.Sum),
        "Minimum" => new(name, aggregate => aggregate.Minimum),
        "Maximum" => new(name, aggregate => aggregate.Maximum),
        _ => null,
    };

    private static Statistic? Extended(string name)
    {
        if (!Percentile().IsMatch(name))
        {
            return null;
        }

        var percent = double.Parse(name.AsSpan(1), CultureInfo.InvariantCulture);
        return percent <= 100 ? new Statistic(name, aggregate => aggregate.HasPercentiles ? aggregate.Percentile(percent) : null) : null;
    }

    [GeneratedRegex(@"^p\d{1,3}(\.\d{1,10})?\z")]
    private static partial Regex Percentile();

    [GeneratedRegex(@"^(tm|wm|tc|ts)\d{1,2}(\.\d{1,10})?\z|^(TM|WM|TC|TS|PR)\([^)]*\)\z")]
    private static partial Regex Trimmed();
}
