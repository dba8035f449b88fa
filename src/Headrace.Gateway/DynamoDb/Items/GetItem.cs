using System.Text.Json;
using Headrace.Gateway.DynamoDb.Reads;
using Headrace.Gateway.DynamoDb.Shapes;

namespace Headrace.Gateway.DynamoDb.Items;

/// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html</remarks>
internal static class GetItem
{
    public static readonly DynamoDbOperation Operation = new(
        "GetItem",
        CommonShapes.Structure(
            "GetItemInput",
            ("ReturnConsumedCapacity", CommonShapes.ReturnConsumedCapacity),
            ("AttributesToGet", CommonShapes.AttributesToGet),
            ("TableName", CommonShapes.TableName),
            ("Key", CommonShapes.RequiredAttributeMap),
            ("ConsistentRead", CommonShapes.Boolean),
            ("ProjectionExpression", CommonShapes.String),
            ("ExpressionAttributeNames", CommonShapes.Names)),
        HandleAsync);

    private static Task HandleAsync(DynamoDbCall call, Utf8JsonWriter json)
    {
        var input = call.Input;
        ExpressionInput.CheckMix(input, ["ProjectionExpression"], ["AttributesToGet"]);
        var key = input.Attributes("Key");
        var projection = ReadInput.Projection(input);
        var table = call.Table();
        ReadInput.CheckPaths(table, projection);
        var found = call.Store.Get(table, key);
        json.WriteStartObject();
        if (found is { } item)
        {
            json.WritePropertyName("Item");
            ReadInput.WriteItem(json, item.Json, projection);
        }

        var capacity = new Capacity(table);
        capacity.AddRead(Capacity.ReadUnits(found?.Size ?? 0, input.FindBoolean("ConsistentRead") == true));
        capacity.RecordRead(call);
        capacity.WriteMember(json, input);
        json.WriteEndObject();
        return Task.CompletedTask;
    }
}
