namespace Headrace.Tables;

/// <summary>Where a table's measurements go: CloudWatch's namespace AWS/DynamoDB.</summary>
/// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html</remarks>
public interface ITableMetrics
{
    /// <param name="operation">Such as <c>PutItem</c>.</param>
    /// <param name="returnedItems">Null where the operation returns none.</param>
    void Succeeded(string table, string operation, TimeSpan latency, int? returnedItems);

    void ConsumedRead(string table, string? index, double units);

    void ConsumedWrite(string table, string? index, double units);

    /// <summary>A condition did not hold.</summary>
    void ConditionFailed(string table);

    /// <summary>The caller's fault: answered with status 400.</summary>
    void UserError();

    /// <summary>The engine's fault: answered with status 500.</summary>
    void SystemError(string table, string operation);
}
