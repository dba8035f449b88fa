using System.Collections.Frozen;
using Headrace.Gateway.Logs.Events;
using Headrace.Gateway.Logs.Groups;
using Headrace.Gateway.Logs.Streams;
using Headrace.Gateway.Logs.Tags;

namespace Headrace.Gateway.Logs;

/// <summary>What is there, and the names of what is not.</summary>
internal static class LogsOperations
{
    private static readonly FrozenDictionary<string, Func<LogsCall, Task>> There = new Dictionary<string, Func<LogsCall, Task>>
    {
        ["CreateLogGroup"] = CreateLogGroup.HandleAsync,
        ["DescribeLogGroups"] = DescribeLogGroups.HandleAsync,
        ["DeleteLogGroup"] = DeleteLogGroup.HandleAsync,
        ["PutRetentionPolicy"] = PutRetentionPolicy.HandleAsync,
        ["DeleteRetentionPolicy"] = DeleteRetentionPolicy.HandleAsync,
        ["DescribeMetricFilters"] = DescribeMetricFilters.HandleAsync,
        ["DescribeSubscriptionFilters"] = DescribeSubscriptionFilters.HandleAsync,
        ["CreateLogStream"] = CreateLogStream.HandleAsync,
        ["DescribeLogStreams"] = DescribeLogStreams.HandleAsync,
        ["DeleteLogStream"] = DeleteLogStream.HandleAsync,
        ["PutLogEvents"] = PutLogEvents.HandleAsync,
        ["GetLogEvents"] = GetLogEvents.HandleAsync,
        ["FilterLogEvents"] = FilterLogEvents.HandleAsync,
        ["TagLogGroup"] = TagLogGroup.HandleAsync,
        ["UntagLogGroup"] = UntagLogGroup.HandleAsync,
        ["ListTagsLogGroup"] = ListTagsLogGroup.HandleAsync,
        ["TagResource"] = TagResource.HandleAsync,
        ["UntagResource"] = UntagResource.HandleAsync,
        ["ListTagsForResource"] = ListTagsForResource.HandleAsync,
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> NotThere = new[]
    {
        "AssociateKmsKey", "AssociateSourceToS3TableIntegration", "CancelExportTask", "CancelImportTask", "CreateDelivery", "CreateExportTask",
        "CreateImportTask", "CreateLogAnomalyDetector", "CreateLookupTable", "CreateScheduledQuery", "DeleteAccountPolicy", "DeleteDataProtectionPolicy",
        "DeleteDelivery", "DeleteDeliveryDestination", "DeleteDeliveryDestinationPolicy", "DeleteDeliverySource", "DeleteDestination", "DeleteIndexPolicy",
        "DeleteIntegration", "DeleteLogAnomalyDetector", "DeleteLookupTable", "DeleteMetricFilter", "DeleteQueryDefinition", "DeleteResourcePolicy",
        "DeleteScheduledQuery", "DeleteSubscriptionFilter", "DeleteTransformer", "DescribeAccountPolicies", "DescribeConfigurationTemplates",
        "DescribeDeliveries", "DescribeDeliveryDestinations", "DescribeDeliverySources", "DescribeDestinations", "DescribeExportTasks",
        "DescribeFieldIndexes", "DescribeImportTaskBatches", "DescribeImportTasks", "DescribeIndexPolicies", "DescribeLookupTables", "DescribeQueries",
        "DescribeQueryDefinitions", "DescribeResourcePolicies", "DisassociateKmsKey", "DisassociateSourceFromS3TableIntegration", "GetDataProtectionPolicy",
        "GetDelivery", "GetDeliveryDestination", "GetDeliveryDestinationPolicy", "GetDeliverySource", "GetIntegration", "GetLogAnomalyDetector",
        "GetLogFields", "GetLogGroupFields", "GetLogObject", "GetLogRecord", "GetLookupTable", "GetQueryResults", "GetScheduledQuery",
        "GetScheduledQueryHistory", "GetTransformer", "ListAggregateLogGroupSummaries", "ListAnomalies", "ListIntegrations", "ListLogAnomalyDetectors",
        "ListLogGroups", "ListLogGroupsForQuery", "ListScheduledQueries", "ListSourcesForS3TableIntegration", "PutAccountPolicy",
        "PutBearerTokenAuthentication", "PutDataProtectionPolicy", "PutDeliveryDestination", "PutDeliveryDestinationPolicy", "PutDeliverySource",
        "PutDestination", "PutDestinationPolicy", "PutIndexPolicy", "PutIntegration", "PutLogGroupDeletionProtection", "PutMetricFilter",
        "PutQueryDefinition", "PutResourcePolicy", "PutSubscriptionFilter", "PutTransformer", "StartLiveTail", "StartQuery", "StopQuery", "TestMetricFilter",
        "TestTransformer", "UpdateAnomaly", "UpdateDeliveryConfiguration", "UpdateLogAnomalyDetector", "UpdateLookupTable", "UpdateScheduledQuery",
    }.ToFrozenSet();

    public static Func<LogsCall, Task>? Find(string name) => There.GetValueOrDefault(name);

    /// <summary>Whether AWS has it and this engine has not.</summary>
    public static bool IsKnown(string name) => NotThere.Contains(name);
}
