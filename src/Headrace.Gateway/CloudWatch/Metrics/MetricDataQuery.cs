using System.Text.RegularExpressions;
using Headrace.Gateway.CloudWatch.Wire;
using Headrace.Telemetry.Metrics;

namespace Headrace.Gateway.CloudWatch.Metrics;

/// <summary>One query of GetMetricData: a metric's statistic, or an expression. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html</summary>
/// <param name="Key">Without a unit; null for an expression.</param>
internal sealed partial record MetricDataQuery(
    string Id, MetricKey? Key, Statistic? Statistic, string? Unit, int? Period, string? Expression, string? Label, bool IsReturned)
{
    public static MetricDataQuery Read(Structure query)
    {
        var id = query.Required("Id");
        if (!IdPattern().IsMatch(id))
        {
            throw CloudWatchErrors.Validation($"The value {id} for parameter {query.At("Id")} is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.");
        }

        var expression = query.Text("Expression");
        var metricStat = query.Inner("MetricStat");
        var period = query.Integer("Period");
        var (label, isReturned) = (query.Text("Label"), query.Truth("ReturnData") ?? true);
        query.RefuseOthers();
        if (label?.Contains("${", StringComparison.Ordinal) == true)
        {
            throw CloudWatchErrors.NotImplemented("A dynamic label (${…})");
        }

        if (expression is null == metricStat is null)
        {
            throw CloudWatchErrors.Validation(expression is null
                ? $"Either {query.At("MetricStat")} or {query.At("Expression")} must be specified."
                : $"{query.At("MetricStat")} and {query.At("Expression")} are mutually exclusive.");
        }

        if (metricStat is null)
        {
            return new MetricDataQuery(id, null, null, null, period is { } given ? Periods.Check(given, query.At("Period")) : null, expression, label, isReturned);
        }

        var metric = metricStat.Inner("Metric") ?? throw CloudWatchErrors.Missing(metricStat.At("Metric"));
        var key = new MetricKey(metric.Required("Namespace"), metric.Required("MetricName"), "", Dimensions.Read(metric));
        metric.RefuseOthers();
        var statistic = Statistic.Parse(metricStat.Required("Stat"), metricStat.At("Stat"));
        var seconds = Periods.Check(metricStat.Integer("Period") ?? throw CloudWatchErrors.Missing(metricStat.At("Period")), metricStat.At("Period"));
        var unit = Units.Check(metricStat.Text("Unit"), metricStat.At("Unit"));
        metricStat.RefuseOthers();
        return new MetricDataQuery(id, key, statistic, unit, seconds, null, label, isReturned);
    }

    [GeneratedRegex(@"^[a-z][a-zA-Z0-9_]{0,254}\z")]
    private static partial Regex IdPattern();
}
