using System.Text.Json;
using Headrace.Tables.Schema;
using Headrace.Tables.Values;

namespace Headrace.Gateway.DynamoDb.Items;

/// <summary>How large the items of one hash key are together, on tables with local indexes.</summary>
internal static class CollectionMetrics
{
    private const double Gigabyte = 1024.0 * 1024 * 1024;

    public static bool Has(Table table) => table.Definition.Indexes.Any(static index => !index.IsGlobal);

    public static void Write(Utf8JsonWriter json, Table table, Dictionary<string, AttributeValue> key, DynamoDbCall call)
    {
        var hash = table.Definition.Keys.Hash;
        json.WriteStartObject();
        json.WriteStartObject("ItemCollectionKey");
        json.WritePropertyName(hash);
        ItemJson.Write(json, key[hash]);
        json.WriteEndObject();
        var whole = Math.Floor(call.Store.CollectionBytes(table, key) / Gigabyte);
        json.WriteStartArray("SizeEstimateRangeGB");
        json.WriteNumberValue(whole);
        json.WriteNumberValue(whole + 1);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
