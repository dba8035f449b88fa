using System.Text.Json;
using Headrace.Tables.Reading;
using Headrace.Tables.Schema;
using Headrace.Tables.Writing;

namespace Headrace.Gateway.DynamoDb;

/// <summary>Capacity units that a request used on one table and its indexes.</summary>
/// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/capacity-mode.html</remarks>
internal sealed class Capacity(Table table)
{
    private const int ReadUnit = 4096;

    private readonly SortedDictionary<string, double> _indexes = [];
    private double _table;

    public Table Table => table;

    private double Total => _table + _indexes.Values.Sum();

    /// <summary>One for each four kilobytes begun; half of that for reads that may be stale; none is still one.</summary>
    public static double ReadUnits(long bytes, bool isConsistent) => Math.Max(1, (bytes + ReadUnit - 1) / ReadUnit) * (isConsistent ? 1 : 0.5);

    public static Capacity OfWrite(WriteOutcome outcome, int factor = 1)
    {
        var capacity = new Capacity(outcome.Table);
        capacity.Add(outcome, factor);
        return capacity;
    }

    public static Capacity OfPage(ReadPage page, bool isConsistent)
    {
        var capacity = new Capacity(page.Table);
        if (page.Index is not { } index)
        {
            capacity._table = ReadUnits(page.TableBytes, isConsistent);
            return capacity;
        }

        capacity._indexes[index.Name] = ReadUnits(page.IndexBytes, isConsistent);
        capacity._table = page.TableBytes == 0 ? 0 : ReadUnits(page.TableBytes, isConsistent);
        return capacity;
    }

    public void Add(WriteOutcome outcome, int factor = 1)
    {
        _table += outcome.Units * factor;
        foreach (var (index, units) in outcome.IndexUnits)
        {
            _indexes[index] = _indexes.GetValueOrDefault(index) + (units * factor);
        }
    }

    public void AddRead(double units) => _table += units;

    public void RecordRead(DynamoDbCall call)
    {
        call.Metrics?.ConsumedRead(table.Name, null, _table);
        foreach (var (index, units) in _indexes)
        {
            call.Metrics?.ConsumedRead(table.Name, index, units);
        }
    }

    public void RecordWrite(DynamoDbCall call)
    {
        call.Metrics?.ConsumedWrite(table.Name, null, _table);
        foreach (var (index, units) in _indexes)
        {
            call.Metrics?.ConsumedWrite(table.Name, index, units);
        }
    }

    /// <summary>The member ConsumedCapacity, where the request asked for it.</summary>
    public void WriteMember(Utf8JsonWriter json, JsonElement input, bool? isRead = null)
    {
        if (input.FindString("ReturnConsumedCapacity") is "TOTAL" or "INDEXES")
        {
            json.WritePropertyName("ConsumedCapacity");
            Write(json, input, isRead);
        }
    }

    /// <param name="isRead">Of a transaction, whose units are told apart; null elsewhere.</param>
    public void Write(Utf8JsonWriter json, JsonElement input, bool? isRead = null)
    {
        json.WriteStartObject();
        json.WriteString("TableName", table.Name);
        WriteUnits(json, Total, isRead);
        if (input.FindString("ReturnConsumedCapacity") == "INDEXES")
        {
            json.WriteStartObject(nameof(Table));
            WriteUnits(json, _table, isRead);
            json.WriteEndObject();
            WriteIndexes(json, "LocalSecondaryIndexes", isGlobal: false, isRead);
            WriteIndexes(json, "GlobalSecondaryIndexes", isGlobal: true, isRead);
        }

        json.WriteEndObject();
    }

    private void WriteIndexes(Utf8JsonWriter json, string member, bool isGlobal, bool? isRead)
    {
        var indexes = _indexes.Where(index => table.Definition.FindIndex(index.Key)?.IsGlobal == isGlobal).ToArray();
        if (indexes.Length == 0)
        {
            return;
        }

        json.WriteStartObject(member);
        foreach (var (index, units) in indexes)
        {
            json.WriteStartObject(index);
            WriteUnits(json, units, isRead);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteUnits(Utf8JsonWriter json, double units, bool? isRead)
    {
        json.WriteNumber("CapacityUnits", units);
        if (isRead is { } reads)
        {
            json.WriteNumber(reads ? "ReadCapacityUnits" : "WriteCapacityUnits", units);
        }
    }
}
