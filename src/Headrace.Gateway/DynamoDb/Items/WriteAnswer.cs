using System.Text.Json;
using Headrace.Tables;
using Headrace.Tables.Expressions;
using Headrace.Tables.Values;
using Headrace.Tables.Writing;

namespace Headrace.Gateway.DynamoDb.Items;

/// <summary>What PutItem, UpdateItem and DeleteItem answer with.</summary>
internal static class WriteAnswer
{
    /// <summary>Carries the write out, and writes its answer.</summary>
    /// <exception cref="TablesException">As the store.</exception>
    public static async Task WriteAsync(
        DynamoDbCall call, Utf8JsonWriter json, ItemWrite write, Dictionary<string, AttributeValue> key, Projection? touched)
    {
        WriteOutcome outcome;
        try
        {
            outcome = await call.Store.WriteAsync(write, call.Aborted);
        }
        catch (TablesException refused) when (refused.Code == "ConditionalCheckFailedException")
        {
            call.Metrics?.ConditionFailed(write.Table.Name);
            throw;
        }

        json.WriteStartObject();
        var attributes = call.Input.FindString("ReturnValues") switch
        {
            "ALL_OLD" => outcome.Old,
            "ALL_NEW" => outcome.New,
            "UPDATED_OLD" => outcome.Old is { } old ? touched?.Apply(old) : null,
            "UPDATED_NEW" => outcome.New is { } item ? touched?.Apply(item) : null,
            _ => null,
        };
        if (attributes is { Count: > 0 })
        {
            json.WritePropertyName("Attributes");
            ItemJson.Write(json, attributes);
        }

        var capacity = Capacity.OfWrite(outcome);
        capacity.RecordWrite(call);
        capacity.WriteMember(json, call.Input);
        if (call.Input.FindString("ReturnItemCollectionMetrics") == "SIZE" && CollectionMetrics.Has(outcome.Table))
        {
            json.WritePropertyName("ItemCollectionMetrics");
            CollectionMetrics.Write(json, outcome.Table, key, call);
        }

        json.WriteEndObject();
    }

    /// <summary>Whether the writer must hand items back.</summary>
    public static bool ReturnsItems(JsonElement input) => input.FindString("ReturnValues") is not (null or "NONE");

    public static bool ReturnsItemOnFailure(JsonElement input) => input.FindString("ReturnValuesOnConditionCheckFailure") == "ALL_OLD";
}
