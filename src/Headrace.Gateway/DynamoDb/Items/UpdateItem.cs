using System.Text.Json;
using Headrace.Gateway.DynamoDb.Shapes;
using Headrace.Tables;
using Headrace.Tables.Legacy;
using Headrace.Tables.Values;
using Headrace.Tables.Writing;

namespace Headrace.Gateway.DynamoDb.Items;

/// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html</remarks>
internal static class UpdateItem
{
    public static readonly DynamoDbOperation Operation = new(
        "UpdateItem",
        CommonShapes.Structure(
            "UpdateItemInput",
            ("ReturnConsumedCapacity", CommonShapes.ReturnConsumedCapacity),
            ("TableName", CommonShapes.TableName),
            ("ReturnItemCollectionMetrics", CommonShapes.ReturnItemCollectionMetrics),
            ("ReturnValues", CommonShapes.ReturnValues),
            ("ReturnValuesOnConditionCheckFailure", CommonShapes.ReturnValuesOnConditionCheckFailure),
            ("Key", CommonShapes.RequiredAttributeMap),
            ("ConditionalOperator", CommonShapes.ConditionalOperator),
            ("Expected", CommonShapes.Expected),
            ("AttributeUpdates", CommonShapes.Map("AttributeValueUpdate", CommonShapes.Structure(
                "AttributeValueUpdate", ("Action", CommonShapes.Enum("ADD", "DELETE", "PUT")), ("Value", CommonShapes.AttributeValue)))),
            ("ConditionExpression", CommonShapes.String),
            ("UpdateExpression", CommonShapes.String),
            ("ExpressionAttributeValues", CommonShapes.AttributeMap),
            ("ExpressionAttributeNames", CommonShapes.Names)),
        HandleAsync);

    private static Task HandleAsync(DynamoDbCall call, Utf8JsonWriter json)
    {
        var input = call.Input;
        ExpressionInput.CheckMix(input, ["UpdateExpression", "ConditionExpression"], ["AttributeUpdates", "Expected"]);
        var key = input.Attributes("Key");
        AttributeUpdate[] updates = [.. input.FindMap("AttributeUpdates").Select(ReadUpdate)];
        var expected = LegacyInput.Expected(input);
        var expressions = new ExpressionInput(input);
        var update = expressions.Update();
        var condition = expressions.Condition("ConditionExpression") ?? expected;
        expressions.CheckAllUsed();
        var plan = update is not null ? UpdatePlan.Of(update) : updates.Length > 0 ? UpdatePlan.Of(updates) : UpdatePlan.Nothing;
        var write = ItemWrite.Change(call.Table(), key, plan, condition, WriteAnswer.ReturnsItems(input), WriteAnswer.ReturnsItemOnFailure(input));
        return WriteAnswer.WriteAsync(call, json, write, key, plan.Touched);
    }

    private static AttributeUpdate ReadUpdate(JsonProperty member)
    {
        var action = member.Value.FindString("Action") ?? "PUT";
        if (member.Value.Find("Value") is not { } json)
        {
            return action == "DELETE"
                ? new AttributeUpdate(member.Name, action, null)
                : throw TablesErrors.InvalidParameter("Only DELETE action is allowed when no attribute value is specified");
        }

        var value = AttributeReader.Read(json);
        var isSet = value.Type is AttributeType.SS or AttributeType.NS or AttributeType.BS;
        return action switch
        {
            "DELETE" when !isSet => throw TablesErrors.InvalidParameter($"DELETE action with value is not supported for the type {value.Type}"),
            "ADD" when !isSet && value.Type is not (AttributeType.N or AttributeType.L) =>
                throw TablesErrors.InvalidParameter($"ADD action is not supported for the type {value.Type}"),
            _ => new AttributeUpdate(member.Name, action, value),
        };
    }
}
