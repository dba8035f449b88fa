using System.Text.Json;
using Headrace.Gateway.DynamoDb.Items;
using Headrace.Gateway.DynamoDb.Shapes;
using Headrace.Tables;
using Headrace.Tables.Values;
using Headrace.Tables.Writing;

namespace Headrace.Gateway.DynamoDb.Batches;

/// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html</remarks>
internal static class BatchWriteItem
{
    private const int MostItems = 25;

    public static readonly DynamoDbOperation Operation = new(
        "BatchWriteItem",
        CommonShapes.Structure(
            "BatchWriteItemInput",
            ("ReturnConsumedCapacity", CommonShapes.ReturnConsumedCapacity),
            ("ReturnItemCollectionMetrics", CommonShapes.ReturnItemCollectionMetrics),
            ("RequestItems", new Shape(ShapeKind.Map)
            {
                TypeName = "java.util.List<com.amazonaws.dynamodb.v20120810.WriteRequest>",
                NotNull = true,
                MinLength = 1,
                HasTableKeys = true,
                ValueLength = (1, MostItems),
                Element = new Shape(ShapeKind.List)
                {
                    IsParameterized = true,
                    Element = CommonShapes.Element(
                        "WriteRequest",
                        ("DeleteRequest", CommonShapes.Structure("DeleteRequest", ("Key", CommonShapes.RequiredAttributeMap))),
                        ("PutRequest", CommonShapes.Structure("PutRequest", ("Item", CommonShapes.RequiredAttributeMap)))),
                },
            })),
        HandleAsync);

    private static async Task HandleAsync(DynamoDbCall call, Utf8JsonWriter json)
    {
        var requests = call.Input.FindMap("RequestItems")
            .SelectMany(static member => member.Value.EnumerateArray().Select(request => Read(member.Name, request)))
            .ToArray();
        if (requests.Length > MostItems)
        {
            throw TablesErrors.Invalid("Too many items requested for the BatchWriteItem call");
        }

        ItemWrite[] writes = [.. requests.Select(request =>
        {
            var table = call.Table(request.Table);
            if (request.IsPut && table.Definition.Keys.Names.Any(name => request.Attributes.GetValueOrDefault(name)?.Type != table.Definition.TypeOf(name)))
            {
                throw TablesErrors.KeyMismatch(); // in other words than PutItem's
            }

            return request.IsPut ? ItemWrite.Put(table, request.Attributes, condition: null) : ItemWrite.Delete(table, request.Attributes, condition: null);
        })];
        for (var i = 1; i < writes.Length; i++)
        {
            if (writes.Take(i).Any(writes[i].HasTargetOf))
            {
                throw TablesErrors.Invalid("Provided list of item keys contains duplicates");
            }
        }

        var outcomes = await call.Store.WriteAsync(writes, call.Aborted);
        var capacities = new Dictionary<string, Capacity>();
        foreach (var outcome in outcomes)
        {
            if (!capacities.TryGetValue(outcome.Table.Name, out var capacity))
            {
                capacities.Add(outcome.Table.Name, capacity = new Capacity(outcome.Table));
            }

            capacity.Add(outcome);
        }

        json.WriteStartObject();
        json.WriteStartObject("UnprocessedItems");
        json.WriteEndObject();
        WriteMetrics(call, json, requests);
        foreach (var capacity in capacities.Values)
        {
            capacity.RecordWrite(call);
        }

        BatchCapacity.WriteMember(json, call.Input, capacities.Values);
        json.WriteEndObject();
    }

    private static void WriteMetrics(DynamoDbCall call, Utf8JsonWriter json, Request[] requests)
    {
        if (call.Input.FindString("ReturnItemCollectionMetrics") != "SIZE")
        {
            return;
        }

        json.WriteStartObject("ItemCollectionMetrics");
        foreach (var group in requests.GroupBy(static request => request.Table))
        {
            var table = call.Table(group.Key);
            if (!CollectionMetrics.Has(table))
            {
                continue;
            }

            json.WriteStartArray(group.Key);
            foreach (var request in group.DistinctBy(request => request.Attributes[table.Definition.Keys.Hash]))
            {
                CollectionMetrics.Write(json, table, request.Attributes, call);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static Request Read(string table, JsonElement json)
    {
        if (json.Find("PutRequest") is { } put)
        {
            if (json.Has("DeleteRequest"))
            {
                throw SeveralKinds();
            }

            var item = put.Attributes("Item");
            return ItemSize.Of(item) <= ItemSize.Most ? new Request(table, IsPut: true, item) : throw TablesErrors.ItemTooLarge();
        }

        return json.Find("DeleteRequest") is { } delete
            ? new Request(table, IsPut: false, delete.Attributes("Key"))
            : throw SeveralKinds();
    }

    /// <summary>AWS says this of none as well as of both.</summary>
    private static TablesException SeveralKinds() =>
        TablesErrors.Invalid("Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes");

    private sealed record Request(string Table, bool IsPut, Dictionary<string, AttributeValue> Attributes);
}
