using System.Collections.Frozen;
using Headrace.Gateway.DynamoDb.Batches;
using Headrace.Gateway.DynamoDb.Items;
using Headrace.Gateway.DynamoDb.Reads;
using Headrace.Gateway.DynamoDb.Tables;
using Headrace.Gateway.DynamoDb.Transactions;

namespace Headrace.Gateway.DynamoDb;

/// <summary>The operations by name: those that are here, and those that AWS has besides.</summary>
internal static class DynamoDbOperations
{
    private static readonly FrozenDictionary<string, DynamoDbOperation> Here = new[]
    {
        BatchGetItem.Operation,
        BatchWriteItem.Operation,
        CreateTable.Operation,
        DeleteItem.Operation,
        DeleteTable.Operation,
        DescribeEndpoints.Operation,
        DescribeLimits.Operation,
        DescribeTable.Operation,
        DescribeTimeToLive.Operation,
        GetItem.Operation,
        ListTables.Operation,
        ListTagsOfResource.Operation,
        PutItem.Operation,
        Query.Operation,
        Scan.Operation,
        TagResource.Operation,
        TransactGetItems.Operation,
        TransactWriteItems.Operation,
        UntagResource.Operation,
        UpdateItem.Operation,
        UpdateTable.Operation,
        UpdateTimeToLive.Operation,
    }.ToFrozenDictionary(static operation => operation.Name);

    private static readonly FrozenSet<string> Missing = new[]
    {
        "BatchExecuteStatement", "CreateBackup", "CreateGlobalTable", "DeleteBackup", "DeleteResourcePolicy", "DescribeBackup",
        "DescribeContinuousBackups", "DescribeContributorInsights", "DescribeExport", "DescribeGlobalTable", "DescribeGlobalTableSettings", "DescribeImport",
        "DescribeKinesisStreamingDestination", "DescribeTableReplicaAutoScaling", "DisableKinesisStreamingDestination",
        "EnableKinesisStreamingDestination", "ExecuteStatement", "ExecuteTransaction", "ExportTableToPointInTime", "GetResourcePolicy",
        "ImportTable", "ListBackups", "ListContributorInsights", "ListExports", "ListGlobalTables", "ListImports", "PutResourcePolicy",
        "RestoreTableFromBackup", "RestoreTableToPointInTime", "UpdateContinuousBackups", "UpdateContributorInsights", "UpdateGlobalTable",
        "UpdateGlobalTableSettings", "UpdateKinesisStreamingDestination", "UpdateTableReplicaAutoScaling",
    }.ToFrozenSet();

    public static DynamoDbOperation? Find(string name) => Here.GetValueOrDefault(name);

    /// <summary>Whether AWS has it, though this engine has not.</summary>
    public static bool IsKnown(string name) => Missing.Contains(name);
}
