using System.Globalization;
using System.Text.RegularExpressions;
using Headrace.Gateway.CloudWatch.Wire;
using Headrace.Telemetry.Metrics;

namespace Headrace.Gateway.CloudWatch.Metrics;

/// <summary>https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html</summary>
internal static partial class PutMetricData
{
    private const int MostMetrics = 1_000;
    private const int MostValues = 150;

    /// <summary>2^360, as AWS says.</summary>
    private static readonly double Largest = Math.Pow(2, 360);

    public static Task<Answer> HandleAsync(CloudWatchCall call)
    {
        var input = call.Input;
        var metricNamespace = input.Required("Namespace");
        if (metricNamespace.StartsWith("AWS/", StringComparison.Ordinal) || metricNamespace.Length > 255 || !NamespacePattern().IsMatch(metricNamespace))
        {
            throw CloudWatchErrors.InvalidValue(metricNamespace, "Namespace");
        }

        var data = input.Structures("MetricData");
        input.Truth("StrictEntityValidation");
        input.RefuseOthers();
        if (data.Count == 0)
        {
            throw CloudWatchErrors.Missing("MetricData");
        }

        if (data.Count > MostMetrics)
        {
            throw CloudWatchErrors.Invalid($"The collection MetricData must not have a size greater than {MostMetrics}.");
        }

        // All are looked at before any is taken: a request is refused whole.
        foreach (var put in data.Select(datum => Read(call, metricNamespace, datum)).ToList())
        {
            put();
        }

        return Task.FromResult(new Answer());
    }

    private static Action Read(CloudWatchCall call, string metricNamespace, Structure datum)
    {
        var name = datum.Required("MetricName");
        var key = new MetricKey(metricNamespace, name, Units.Check(datum.Text("Unit"), datum.At("Unit")) ?? Units.None, Dimensions.Read(datum));
        var at = TimeOf(call, datum);
        var resolution = datum.Integer("StorageResolution") ?? 60;
        if (resolution is not (1 or 60))
        {
            throw CloudWatchErrors.InvalidValue(resolution.ToString(CultureInfo.InvariantCulture), datum.At("StorageResolution"));
        }

        var value = datum.Number("Value");
        var values = datum.Numbers("Values");
        var counts = datum.Numbers("Counts");
        var set = datum.Inner("StatisticValues");
        datum.RefuseOthers();
        if (value is not null && values.Count > 0)
        {
            throw CloudWatchErrors.Exclusive(datum.At("Value"), datum.At("Values"));
        }

        if (value is not null && set is not null)
        {
            throw CloudWatchErrors.Exclusive(datum.At("Value"), datum.At("StatisticValues"));
        }

        if (values.Count > 0 && set is not null)
        {
            throw CloudWatchErrors.Exclusive(datum.At("Values"), datum.At("StatisticValues"));
        }

        if (set is not null)
        {
            var sums = Set(set);
            return () => call.Metrics.Put(key, at, resolution == 1, sums);
        }

        if (value is null && values.Count == 0)
        {
            throw CloudWatchErrors.Missing(datum.At("Value"));
        }

        if (counts.Count > 0 && counts.Count != values.Count)
        {
            throw CloudWatchErrors.Invalid($"The parameters {datum.At("Values")} and {datum.At("Counts")} must be of the same size.");
        }

        if (values.Count > MostValues)
        {
            throw CloudWatchErrors.Invalid($"The collection {datum.At("Values")} must not have a size greater than {MostValues}.");
        }

        List<(double Value, double Count)> all = value is { } single
            ? [(Checked(single, datum.At("Value")), 1)]
            : [.. values.Select((each, index) => (Checked(each, $"{datum.At("Values")}.member.{index + 1}"), counts.Count > 0 ? Counted(counts[index], $"{datum.At("Counts")}.member.{index + 1}") : 1))];
        return () => call.Metrics.Put(key, at, resolution == 1, all);
    }

    private static DateTimeOffset TimeOf(CloudWatchCall call, Structure datum)
    {
        var at = datum.Time("Timestamp") ?? call.Now;
        return at < call.Now - TimeSpan.FromDays(14) ? throw CloudWatchErrors.Invalid($"The parameter {datum.At("Timestamp")} must specify a time within the past two weeks.")
            : at > call.Now + TimeSpan.FromHours(2) ? throw CloudWatchErrors.Invalid($"The parameter {datum.At("Timestamp")} must specify a time no more than two hours in the future.")
            : at;
    }

    private static MetricSet Set(Structure set)
    {
        var read = new MetricSet(Part("SampleCount"), Part("Sum"), Part("Minimum"), Part("Maximum"));
        set.RefuseOthers();
        return read.SampleCount > 0 ? read : throw CloudWatchErrors.InvalidValue(read.SampleCount.ToString(CultureInfo.InvariantCulture), set.At("SampleCount"));

        double Part(string name) => Checked(set.Number(name) ?? throw CloudWatchErrors.Missing(set.At(name)), set.At(name));
    }

    private static double Checked(double value, string parameter) => double.IsFinite(value) && Math.Abs(value) <= Largest
        ? value
        : throw CloudWatchErrors.InvalidValue(value.ToString(CultureInfo.InvariantCulture), parameter);

    private static double Counted(double count, string parameter) => count > 0 && count <= long.MaxValue / 2
        ? count
        : throw CloudWatchErrors.InvalidValue(count.ToString(CultureInfo.InvariantCulture), parameter);

    [GeneratedRegex(@"^[^:][\x20-\x7E]*\z")]
    private static partial Regex NamespacePattern();
}
