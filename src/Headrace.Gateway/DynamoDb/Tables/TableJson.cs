using System.Text.Json;
using Headrace.Tables.Schema;
using Headrace.Tables.Storage;

namespace Headrace.Gateway.DynamoDb.Tables;

/// <summary>A TableDescription.</summary>
/// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html</remarks>
internal static class TableJson
{
    private const long WarmReads = 12_000;
    private const long WarmWrites = 4_000;

    private static readonly TableCounts Nothing = new(default, new Dictionary<string, ItemCounts>());

    /// <param name="counts">Null for a table that is new or going: it has none.</param>
    public static void Write(Utf8JsonWriter json, string member, Table table, string status, TableCounts? counts)
    {
        var definition = table.Definition;
        counts ??= Nothing;
        json.WriteStartObject(member);
        if (status != "DELETING")
        {
            WriteKeys(json, definition.Keys, definition);
            json.WriteNumber("CreationDateTime", Seconds(definition.Created));
        }

        json.WriteString("TableName", table.Name);
        json.WriteString("TableStatus", status);
        WriteThroughput(json, definition.Throughput);
        json.WriteNumber("TableSizeBytes", counts.Table.Bytes);
        json.WriteNumber("ItemCount", counts.Table.Items);
        json.WriteString("TableArn", table.Arn);
        json.WriteString("TableId", definition.TableId);
        if (definition.IsOnDemand || definition.OnDemandSince is not null)
        {
            json.WriteStartObject("BillingModeSummary");
            json.WriteString("BillingMode", definition.IsOnDemand ? "PAY_PER_REQUEST" : "PROVISIONED");
            if (definition.OnDemandSince is { } since && status == "ACTIVE")
            {
                json.WriteNumber("LastUpdateToPayPerRequestDateTime", Seconds(since));
            }

            json.WriteEndObject();
        }

        if (status != "DELETING")
        {
            WriteIndexes(json, table, counts, "LocalSecondaryIndexes", isGlobal: false, status);
            WriteIndexes(json, table, counts, "GlobalSecondaryIndexes", isGlobal: true, status);
        }

        if (status == "ACTIVE")
        {
            WriteWarmThroughput(json, definition, definition.Throughput);
        }

        if (definition.TableClass is { } tableClass)
        {
            json.WriteStartObject("TableClassSummary");
            json.WriteString("TableClass", tableClass);
            json.WriteEndObject();
        }

        json.WriteBoolean("DeletionProtectionEnabled", definition.DeletionProtection);
        json.WriteEndObject();
    }

    private static double Seconds(long milliseconds) => milliseconds / 1000.0;

    private static void WriteKeys(Utf8JsonWriter json, KeySchema keys, TableDefinition? definition)
    {
        if (definition is not null)
        {
            json.WriteStartArray("AttributeDefinitions");
            foreach (var attribute in definition.Attributes)
            {
                json.WriteStartObject();
                json.WriteString("AttributeName", attribute.Name);
                json.WriteString("AttributeType", attribute.Type.ToString());
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteStartArray("KeySchema");
        foreach (var name in keys.Names)
        {
            json.WriteStartObject();
            json.WriteString("AttributeName", name);
            json.WriteString("KeyType", name == keys.Hash ? "HASH" : "RANGE");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteThroughput(Utf8JsonWriter json, Throughput throughput)
    {
        json.WriteStartObject("ProvisionedThroughput");
        if (throughput.LastIncrease is { } increase)
        {
            json.WriteNumber("LastIncreaseDateTime", Seconds(increase));
        }

        if (throughput.LastDecrease is { } decrease)
        {
            json.WriteNumber("LastDecreaseDateTime", Seconds(decrease));
        }

        json.WriteNumber("NumberOfDecreasesToday", throughput.DecreasesToday);
        json.WriteNumber("ReadCapacityUnits", throughput.Read);
        json.WriteNumber("WriteCapacityUnits", throughput.Write);
        json.WriteEndObject();
    }

    /// <summary>What AWS has ready from the start: nothing here is slower before it is warm.</summary>
    private static void WriteWarmThroughput(Utf8JsonWriter json, TableDefinition definition, Throughput throughput)
    {
        json.WriteStartObject("WarmThroughput");
        json.WriteNumber("ReadUnitsPerSecond", definition.IsOnDemand ? WarmReads : throughput.Read);
        json.WriteNumber("WriteUnitsPerSecond", definition.IsOnDemand ? WarmWrites : throughput.Write);
        json.WriteString("Status", "ACTIVE");
        json.WriteEndObject();
    }

    private static void WriteIndexes(Utf8JsonWriter json, Table table, TableCounts counts, string member, bool isGlobal, string status)
    {
        var indexes = table.Definition.Indexes.Where(index => index.IsGlobal == isGlobal).ToArray();
        if (indexes.Length == 0)
        {
            return;
        }

        json.WriteStartArray(member);
        foreach (var index in indexes)
        {
            json.WriteStartObject();
            json.WriteString("IndexName", index.Name);
            WriteKeys(json, index.Keys, null);
            json.WriteStartObject("Projection");
            json.WriteString("ProjectionType", index.Projection);
            if (index.Included.Length > 0)
            {
                json.WriteStartArray("NonKeyAttributes");
                foreach (var name in index.Included)
                {
                    json.WriteStringValue(name);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
            if (isGlobal)
            {
                json.WriteString("IndexStatus", index.IsBackfilling ? "CREATING" : "ACTIVE");
                if (index.IsBackfilling)
                {
                    json.WriteBoolean("Backfilling", true);
                }

                WriteThroughput(json, index.Throughput);
                if (status == "ACTIVE")
                {
                    WriteWarmThroughput(json, table.Definition, index.Throughput);
                }
            }

            var count = counts.Indexes.GetValueOrDefault(index.Name);
            json.WriteNumber("IndexSizeBytes", count.Bytes);
            json.WriteNumber("ItemCount", count.Items);
            json.WriteString("IndexArn", $"{table.Arn}/index/{index.Name}");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
