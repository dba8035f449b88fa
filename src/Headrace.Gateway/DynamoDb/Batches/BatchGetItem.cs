using System.Text.Json;
using Headrace.Gateway.DynamoDb.Reads;
using Headrace.Gateway.DynamoDb.Shapes;
using Headrace.Tables;
using Headrace.Tables.Expressions;
using Headrace.Tables.Values;

namespace Headrace.Gateway.DynamoDb.Batches;

/// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html</remarks>
internal static class BatchGetItem
{
    public static readonly DynamoDbOperation Operation = new(
        "BatchGetItem",
        CommonShapes.Structure(
            "BatchGetItemInput",
            ("ReturnConsumedCapacity", CommonShapes.ReturnConsumedCapacity),
            ("RequestItems", CommonShapes.Map("KeysAndAttributes", CommonShapes.Structure(
                "KeysAndAttributes",
                ("Keys", new Shape(ShapeKind.List) { NotNull = true, MinLength = 1, MaxLength = 100, Element = CommonShapes.AttributeMap with { IsParameterized = true } }),
                ("AttributesToGet", CommonShapes.AttributesToGet),
                ("ConsistentRead", CommonShapes.Boolean),
                ("ProjectionExpression", CommonShapes.String),
                ("ExpressionAttributeNames", CommonShapes.Names))) with
            { NotNull = true, MinLength = 1, HasTableKeys = true })),
        HandleAsync);

    private const int MostItems = 100;

    /// <summary>An answer holds this much; keys beyond it come back unprocessed.</summary>
    private const int MostBytes = 16 * 1024 * 1024;

    private static Task HandleAsync(DynamoDbCall call, Utf8JsonWriter json)
    {
        var requests = call.Input.FindMap("RequestItems").Select(static member => Read(member)).ToArray();
        if (requests.Sum(static request => request.Keys.Count) > MostItems)
        {
            throw TablesErrors.Invalid("Too many items requested for the BatchGetItem call");
        }

        var tables = requests.Select(request => (Request: request, Table: call.Table(request.Table))).ToArray();
        foreach (var (request, table) in tables)
        {
            ReadInput.CheckPaths(table, request.Projection);
            TableStore.CheckKeys(table, request.Keys);
        }

        var capacities = new List<Capacity>();
        var unprocessed = new List<(Request Request, List<Dictionary<string, AttributeValue>> Keys)>();
        var bytes = 0;
        json.WriteStartObject();
        json.WriteStartObject("Responses");
        foreach (var (request, table) in tables)
        {
            var capacity = new Capacity(table);
            var left = new List<Dictionary<string, AttributeValue>>();
            json.WriteStartArray(request.Table);
            foreach (var key in request.Keys)
            {
                var found = bytes < MostBytes ? call.Store.Get(table, key) : null;
                if (bytes >= MostBytes || bytes + (found?.Size ?? 0) > MostBytes)
                {
                    left.Add(key);
                    continue;
                }

                bytes += found?.Size ?? 0;
                capacity.AddRead(Capacity.ReadUnits(found?.Size ?? 0, request.IsConsistent));
                if (found is { } item)
                {
                    ReadInput.WriteItem(json, item.Json, request.Projection);
                    call.ReturnedItems = (call.ReturnedItems ?? 0) + 1;
                }
            }

            json.WriteEndArray();
            capacities.Add(capacity);
            capacity.RecordRead(call);
            if (left.Count > 0)
            {
                unprocessed.Add((request, left));
            }
        }

        json.WriteEndObject();
        WriteUnprocessed(json, unprocessed);
        BatchCapacity.WriteMember(json, call.Input, capacities);
        json.WriteEndObject();
        return Task.CompletedTask;
    }

    private static void WriteUnprocessed(Utf8JsonWriter json, List<(Request Request, List<Dictionary<string, AttributeValue>> Keys)> unprocessed)
    {
        json.WriteStartObject("UnprocessedKeys");
        foreach (var (request, keys) in unprocessed)
        {
            json.WriteStartObject(request.Table);
            foreach (var member in request.Json.EnumerateObject().Where(static member => member.Name != "Keys"))
            {
                member.WriteTo(json);
            }

            json.WriteStartArray("Keys");
            foreach (var key in keys)
            {
                ItemJson.Write(json, key);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static Request Read(JsonProperty member)
    {
        var json = member.Value;
        ExpressionInput.CheckMix(json, ["ProjectionExpression"], ["AttributesToGet"]);
        var projection = ReadInput.Projection(json);
        var keys = new List<Dictionary<string, AttributeValue>>();
        foreach (var element in json.FindList("Keys"))
        {
            var key = AttributeReader.ReadItem(element);
            if (keys.Any(other => AttributeValue.OfMap(other).Equals(AttributeValue.OfMap(key))))
            {
                throw TablesErrors.Invalid("Provided list of item keys contains duplicates");
            }

            keys.Add(key);
        }

        return new Request(member.Name, json, keys, projection, json.FindBoolean("ConsistentRead") == true);
    }

    private sealed record Request(string Table, JsonElement Json, List<Dictionary<string, AttributeValue>> Keys, Projection? Projection, bool IsConsistent);
}
