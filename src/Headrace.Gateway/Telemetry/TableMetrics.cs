using Headrace.Tables;
using Headrace.Telemetry.Metrics;

namespace Headrace.Gateway.Telemetry;

/// <summary>What tables report, as <c>AWS/DynamoDB</c>: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html</summary>
public sealed class TableMetrics(MetricStore metrics) : ITableMetrics
{
    private const string Namespace = "AWS/DynamoDB";

    public void Succeeded(string table, string operation, TimeSpan latency, int? returnedItems)
    {
        var (operationName, tableName) = (KeyValuePair.Create("Operation", operation), Table(table));
        metrics.Record(Namespace, "SuccessfulRequestLatency", "Milliseconds", latency.TotalMilliseconds, operationName, tableName);
        if (returnedItems is { } count)
        {
            metrics.Record(Namespace, "ReturnedItemCount", "Count", count, operationName, tableName);
        }
    }

    public void ConsumedRead(string table, string? index, double units) => Consumed("ConsumedReadCapacityUnits", table, index, units);

    public void ConsumedWrite(string table, string? index, double units) => Consumed("ConsumedWriteCapacityUnits", table, index, units);

    public void ConditionFailed(string table) => metrics.Count(Namespace, "ConditionalCheckFailedRequests", Table(table));

    public void UserError() => metrics.Count(Namespace, "UserErrors");

    public void SystemError(string table, string operation) => metrics.Count(Namespace, "SystemErrors", KeyValuePair.Create("Operation", operation), Table(table));

    private static KeyValuePair<string, string> Table(string name) => KeyValuePair.Create("TableName", name);

    private void Consumed(string name, string table, string? index, double units)
    {
        if (index is null)
        {
            metrics.Record(Namespace, name, "Count", units, Table(table));
        }
        else
        {
            metrics.Record(Namespace, name, "Count", units, KeyValuePair.Create("GlobalSecondaryIndexName", index), Table(table));
        }
    }
}
