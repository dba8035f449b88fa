using System.Security.Cryptography;
using System.Text.Json;
using Headrace.Gateway.DynamoDb.Batches;
using Headrace.Gateway.DynamoDb.Items;
using Headrace.Gateway.DynamoDb.Shapes;
using Headrace.Tables;
using Headrace.Tables.Values;
using Headrace.Tables.Writing;

namespace Headrace.Gateway.DynamoDb.Transactions;

/// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html</remarks>
internal static class TransactWriteItems
{
    private const int MostActions = 100;
    private const int MostBytes = 4 * 1024 * 1024;

    /// <summary>A transaction pays for each item twice.</summary>
    private const int UnitsFactor = 2;

    private static readonly (string, Shape)[] Common =
    [
        ("TableName", CommonShapes.TableName),
        ("ConditionExpression", CommonShapes.String),
        ("ExpressionAttributeNames", CommonShapes.Names),
        ("ExpressionAttributeValues", CommonShapes.AttributeMap),
        ("ReturnValuesOnConditionCheckFailure", CommonShapes.ReturnValuesOnConditionCheckFailure),
    ];

    public static readonly DynamoDbOperation Operation = new(
        "TransactWriteItems",
        CommonShapes.Structure(
            "TransactWriteItemsInput",
            ("ReturnConsumedCapacity", CommonShapes.ReturnConsumedCapacity),
            ("ReturnItemCollectionMetrics", CommonShapes.ReturnItemCollectionMetrics),
            ("ClientRequestToken", new Shape(ShapeKind.String) { MinLength = 1, MaxLength = 36 }),
            ("TransactItems", new Shape(ShapeKind.List)
            {
                NotNull = true,
                MinLength = 1,
                MaxLength = MostActions,
                Element = CommonShapes.Element(
                    "TransactWriteItem",
                    ("ConditionCheck", CommonShapes.Structure(
                        "ConditionCheck", [("Key", CommonShapes.RequiredAttributeMap), .. Common.Select(Required)])),
                    ("Put", CommonShapes.Structure("Put", [("Item", CommonShapes.RequiredAttributeMap), .. Common])),
                    ("Delete", CommonShapes.Structure("Delete", [("Key", CommonShapes.RequiredAttributeMap), .. Common])),
                    ("Update", CommonShapes.Structure(
                        "Update", [("Key", CommonShapes.RequiredAttributeMap), ("UpdateExpression", CommonShapes.String with { NotNull = true }), .. Common]))),
            })),
        HandleAsync);

    private static async Task HandleAsync(DynamoDbCall call, Utf8JsonWriter json)
    {
        var input = call.Input;
        ItemWrite[] writes = [.. input.FindList("TransactItems").Select(action => Read(call, action))];
        for (var i = 1; i < writes.Length; i++)
        {
            if (writes.Take(i).Any(writes[i].HasTargetOf))
            {
                throw TablesErrors.Invalid("Transaction request cannot include multiple operations on one item");
            }
        }

        if (writes.Sum(static write => (long)write.Bytes) > MostBytes)
        {
            throw TablesErrors.Invalid("Collective size of all items in transaction exceeds 4MB limit");
        }

        var token = input.FindString("ClientRequestToken");
        byte[]? fingerprint = token is null ? null : SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(input.GetProperty("TransactItems"), TransactionJson.Default.JsonElement));
        var outcomes = await call.Store.TransactAsync(call.Scope, writes, token, fingerprint, call.Aborted);

        json.WriteStartObject();
        WriteCapacity(call, json, writes, outcomes);
        WriteMetrics(call, json, writes);
        json.WriteEndObject();
    }

    /// <param name="outcomes">Null where the transaction had been carried out before: then the items are only looked at.</param>
    private static void WriteCapacity(DynamoDbCall call, Utf8JsonWriter json, ItemWrite[] writes, WriteOutcome[]? outcomes)
    {
        var capacities = new Dictionary<string, Capacity>();
        for (var i = 0; i < writes.Length; i++)
        {
            var table = writes[i].Table;
            if (!capacities.TryGetValue(table.Name, out var capacity))
            {
                capacities.Add(table.Name, capacity = new Capacity(table));
            }

            if (outcomes is not null)
            {
                capacity.Add(outcomes[i], UnitsFactor);
            }
            else
            {
                capacity.AddRead(UnitsFactor * Capacity.ReadUnits(writes[i].Bytes, isConsistent: true));
            }
        }

        foreach (var capacity in capacities.Values)
        {
            if (outcomes is null)
            {
                capacity.RecordRead(call);
            }
            else
            {
                capacity.RecordWrite(call);
            }
        }

        BatchCapacity.WriteMember(json, call.Input, capacities.Values, isRead: outcomes is null);
    }

    private static void WriteMetrics(DynamoDbCall call, Utf8JsonWriter json, ItemWrite[] writes)
    {
        if (call.Input.FindString("ReturnItemCollectionMetrics") != "SIZE")
        {
            return;
        }

        json.WriteStartObject("ItemCollectionMetrics");
        foreach (var group in writes.Where(static write => CollectionMetrics.Has(write.Table)).GroupBy(static write => write.Table.Name))
        {
            json.WriteStartArray(group.Key);
            foreach (var write in group)
            {
                CollectionMetrics.Write(json, write.Table, write.KeyOrItem, call);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static ItemWrite Read(DynamoDbCall call, JsonElement action)
    {
        JsonProperty[] kinds = [.. action.EnumerateObject().Where(static member =>
            member.Value.ValueKind != JsonValueKind.Null && member.Name is "ConditionCheck" or "Put" or "Delete" or "Update")];
        if (kinds.Length != 1)
        {
            throw TablesErrors.Invalid(
                "TransactItems can only contain one of Check, Put, Update or Delete");
        }

        var (kind, input) = (kinds[0].Name, kinds[0].Value);
        ExpressionInput.CheckMix(input, ["UpdateExpression", "ConditionExpression"], []);
        var attributes = input.Attributes(kind == "Put" ? "Item" : "Key");
        if (kind == "Put" && ItemSize.Of(attributes) > ItemSize.Most)
        {
            throw TablesErrors.ItemTooLarge();
        }

        var expressions = new ExpressionInput(input);
        var update = kind == "Update" ? expressions.Update() : null;
        var condition = expressions.Condition("ConditionExpression");
        expressions.CheckAllUsed();
        var table = call.Table(input.FindString("TableName")!);
        var returnsItem = WriteAnswer.ReturnsItemOnFailure(input);
        return kind switch
        {
            "Put" => ItemWrite.Put(table, attributes, condition, returnsItemOnFailure: returnsItem),
            "Delete" => ItemWrite.Delete(table, attributes, condition, returnsItemOnFailure: returnsItem),
            "Update" => ItemWrite.Change(table, attributes, UpdatePlan.Of(update!), condition, returnsItemOnFailure: returnsItem),
            _ => ItemWrite.Check(table, attributes, condition!, returnsItem),
        };
    }

    private static (string, Shape) Required((string Name, Shape Shape) member) =>
        member.Name == "ConditionExpression" ? (member.Name, member.Shape with { NotNull = true }) : member;
}
