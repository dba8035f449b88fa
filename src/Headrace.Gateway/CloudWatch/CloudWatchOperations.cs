using System.Collections.Frozen;
using Headrace.Gateway.CloudWatch.Metrics;
using Headrace.Gateway.CloudWatch.Wire;

namespace Headrace.Gateway.CloudWatch;

/// <summary>What is there, and the names of what is not.</summary>
internal static class CloudWatchOperations
{
    private static readonly FrozenDictionary<string, Func<CloudWatchCall, Task<Answer>>> There = new Dictionary<string, Func<CloudWatchCall, Task<Answer>>>
    {
        ["PutMetricData"] = PutMetricData.HandleAsync,
        ["ListMetrics"] = ListMetrics.HandleAsync,
        ["GetMetricStatistics"] = GetMetricStatistics.HandleAsync,
        ["GetMetricData"] = GetMetricData.HandleAsync,
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> NotThere = new[]
    {
        "DeleteAlarmMuteRule", "DeleteAlarms", "DeleteAnomalyDetector", "DeleteDashboards", "DeleteInsightRules", "DeleteMetricStream", "DescribeAlarmContributors", "DescribeAlarmHistory",
        "DescribeAlarms", "DescribeAlarmsForMetric", "DescribeAnomalyDetectors", "DescribeInsightRules", "DisableAlarmActions", "DisableInsightRules",
        "EnableAlarmActions", "EnableInsightRules", "GetAlarmMuteRule", "GetDashboard", "GetInsightRuleReport", "GetMetricStream", "GetMetricWidgetImage", "GetOTelEnrichment",
        "ListAlarmMuteRules", "ListDashboards",
        "ListManagedInsightRules", "ListMetricStreams", "ListTagsForResource", "PutAlarmMuteRule", "PutAnomalyDetector", "PutCompositeAlarm", "PutDashboard", "PutInsightRule",
        "PutManagedInsightRules", "PutMetricAlarm", "PutMetricStream", "SetAlarmState", "StartMetricStreams", "StartOTelEnrichment", "StopMetricStreams", "StopOTelEnrichment", "TagResource", "UntagResource",
    }.ToFrozenSet();

    public static Func<CloudWatchCall, Task<Answer>>? Find(string name) => There.GetValueOrDefault(name);

    /// <summary>Whether AWS has it and this engine has not.</summary>
    public static bool IsKnown(string name) => NotThere.Contains(name);
}
