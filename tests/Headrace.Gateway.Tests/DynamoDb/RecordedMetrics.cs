using System.Collections.Concurrent;
using Headrace.Tables;

namespace Headrace.Gateway.Tests.DynamoDb;

/// <summary>Remembers what it is told, as lines.</summary>
public sealed class RecordedMetrics : ITableMetrics
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public void Succeeded(string table, string operation, TimeSpan latency, int? returnedItems) => Lines.Enqueue($"{table} {operation} succeeded, {returnedItems?.ToString() ?? "no"} items");

    public void ConsumedRead(string table, string? index, double units) => Lines.Enqueue(FormattableString.Invariant($"{table} {index} read {units}"));

    public void ConsumedWrite(string table, string? index, double units) => Lines.Enqueue(FormattableString.Invariant($"{table} {index} wrote {units}"));

    public void ConditionFailed(string table) => Lines.Enqueue($"{table} condition failed");

    public void UserError() => Lines.Enqueue("user error");

    public void SystemError(string table, string operation) => Lines.Enqueue($"{table} {operation} failed");
}
