using System.Text.Json;
using Headrace.Gateway.DynamoDb.Shapes;
using Headrace.Tables.Writing;

namespace Headrace.Gateway.DynamoDb.Items;

/// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html</remarks>
internal static class DeleteItem
{
    public static readonly DynamoDbOperation Operation = new(
        "DeleteItem",
        CommonShapes.Structure(
            "DeleteItemInput",
            ("ReturnConsumedCapacity", CommonShapes.ReturnConsumedCapacity),
            ("TableName", CommonShapes.TableName),
            ("ReturnValues", CommonShapes.ReturnValues),
            ("ReturnItemCollectionMetrics", CommonShapes.ReturnItemCollectionMetrics),
            ("ReturnValuesOnConditionCheckFailure", CommonShapes.ReturnValuesOnConditionCheckFailure),
            ("Key", CommonShapes.RequiredAttributeMap),
            ("ConditionalOperator", CommonShapes.ConditionalOperator),
            ("Expected", CommonShapes.Expected),
            ("ConditionExpression", CommonShapes.String),
            ("ExpressionAttributeValues", CommonShapes.AttributeMap),
            ("ExpressionAttributeNames", CommonShapes.Names)),
        HandleAsync);

    private static Task HandleAsync(DynamoDbCall call, Utf8JsonWriter json)
    {
        var input = call.Input;
        ExpressionInput.CheckMix(input, ["ConditionExpression"], ["Expected"]);
        var key = input.Attributes("Key");
        WriteInput.RequireOldOrNone(input);
        var condition = WriteInput.Condition(input);
        var write = ItemWrite.Delete(call.Table(), key, condition, WriteAnswer.ReturnsItems(input), WriteAnswer.ReturnsItemOnFailure(input));
        return WriteAnswer.WriteAsync(call, json, write, key, touched: null);
    }
}
