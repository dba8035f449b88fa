using System.Text.Json;
using Headrace.Gateway.DynamoDb.Batches;
using Headrace.Gateway.DynamoDb.Reads;
using Headrace.Gateway.DynamoDb.Shapes;
using Headrace.Tables;
using Headrace.Tables.Expressions;
using Headrace.Tables.Schema;
using Headrace.Tables.Values;

namespace Headrace.Gateway.DynamoDb.Transactions;

/// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html</remarks>
internal static class TransactGetItems
{
    private const int MostItems = 100;
    private const int MostBytes = 4 * 1024 * 1024;
    private const int UnitsFactor = 2;

    public static readonly DynamoDbOperation Operation = new(
        "TransactGetItems",
        CommonShapes.Structure(
            "TransactGetItemsInput",
            ("ReturnConsumedCapacity", CommonShapes.ReturnConsumedCapacity),
            ("TransactItems", new Shape(ShapeKind.List)
            {
                NotNull = true,
                MinLength = 1,
                MaxLength = MostItems,
                Element = CommonShapes.Element("TransactGetItem", ("Get", CommonShapes.Structure(
                    "Get",
                    ("Key", CommonShapes.RequiredAttributeMap),
                    ("TableName", CommonShapes.TableName),
                    ("ProjectionExpression", CommonShapes.String),
                    ("ExpressionAttributeNames", CommonShapes.Names)) with
                { NotNull = true })),
            })),
        HandleAsync);

    private static Task HandleAsync(DynamoDbCall call, Utf8JsonWriter json)
    {
        (Table Table, Dictionary<string, AttributeValue> Key, Projection? Projection)[] gets =
            [.. call.Input.FindList("TransactItems").Select(item => Read(call, item.GetProperty("Get")))];
        var found = call.Store.Get([.. gets.Select(static get => (get.Table, get.Key))]);
        if (found.Sum(static item => (long)(item?.Size ?? 0)) > MostBytes)
        {
            throw TablesErrors.Invalid("Collective size of all items in transaction exceeds 4MB limit");
        }

        var capacities = new Dictionary<string, Capacity>();
        json.WriteStartObject();
        json.WriteStartArray("Responses");
        for (var i = 0; i < gets.Length; i++)
        {
            json.WriteStartObject();
            if (found[i] is { } item)
            {
                json.WritePropertyName("Item");
                ReadInput.WriteItem(json, item.Json, gets[i].Projection);
            }

            json.WriteEndObject();
            var name = gets[i].Table.Name;
            if (!capacities.TryGetValue(name, out var capacity))
            {
                capacities.Add(name, capacity = new Capacity(gets[i].Table));
            }

            capacity.AddRead(UnitsFactor * Capacity.ReadUnits(found[i]?.Size ?? 0, isConsistent: true));
        }

        json.WriteEndArray();
        foreach (var capacity in capacities.Values)
        {
            capacity.RecordRead(call);
        }

        BatchCapacity.WriteMember(json, call.Input, capacities.Values, isRead: true);
        json.WriteEndObject();
        return Task.CompletedTask;
    }

    private static (Table, Dictionary<string, AttributeValue>, Projection?) Read(DynamoDbCall call, JsonElement get)
    {
        ExpressionInput.CheckMix(get, ["ProjectionExpression"], []);
        var key = get.Attributes("Key");
        var projection = ReadInput.Projection(get);
        var table = call.Table(get.FindString("TableName")!);
        ReadInput.CheckPaths(table, projection);
        return (table, key, projection);
    }
}
