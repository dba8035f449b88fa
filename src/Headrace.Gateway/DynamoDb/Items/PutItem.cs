using System.Text.Json;
using Headrace.Gateway.DynamoDb.Shapes;
using Headrace.Tables;
using Headrace.Tables.Values;
using Headrace.Tables.Writing;

namespace Headrace.Gateway.DynamoDb.Items;

/// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html</remarks>
internal static class PutItem
{
    public static readonly DynamoDbOperation Operation = new(
        "PutItem",
        CommonShapes.Structure(
            "PutItemInput",
            ("ReturnConsumedCapacity", CommonShapes.ReturnConsumedCapacity),
            ("TableName", CommonShapes.TableName),
            ("Item", CommonShapes.RequiredAttributeMap),
            ("ConditionalOperator", CommonShapes.ConditionalOperator),
            ("Expected", CommonShapes.Expected),
            ("ReturnValues", CommonShapes.ReturnValues),
            ("ReturnItemCollectionMetrics", CommonShapes.ReturnItemCollectionMetrics),
            ("ReturnValuesOnConditionCheckFailure", CommonShapes.ReturnValuesOnConditionCheckFailure),
            ("ConditionExpression", CommonShapes.String),
            ("ExpressionAttributeValues", CommonShapes.AttributeMap),
            ("ExpressionAttributeNames", CommonShapes.Names)),
        HandleAsync);

    private static Task HandleAsync(DynamoDbCall call, Utf8JsonWriter json)
    {
        var input = call.Input;
        ExpressionInput.CheckMix(input, ["ConditionExpression"], ["Expected"]);
        var item = input.Attributes("Item");
        WriteInput.RequireOldOrNone(input);
        if (ItemSize.Of(item) > ItemSize.Most)
        {
            throw TablesErrors.ItemTooLarge();
        }

        var condition = WriteInput.Condition(input);
        var write = ItemWrite.Put(call.Table(), item, condition, WriteAnswer.ReturnsItems(input), WriteAnswer.ReturnsItemOnFailure(input));
        return WriteAnswer.WriteAsync(call, json, write, item, touched: null);
    }
}
