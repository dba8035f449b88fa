using System.Text.Json;
using Headrace.Gateway.DynamoDb.Shapes;
using Headrace.Tables;
using Headrace.Tables.Reading;

namespace Headrace.Gateway.DynamoDb.Reads;

/// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html</remarks>
internal static class Query
{
    public static readonly DynamoDbOperation Operation = new(
        "Query",
        CommonShapes.Structure(
            "QueryInput",
            ("Select", CommonShapes.Select),
            ("IndexName", CommonShapes.IndexName),
            ("ReturnConsumedCapacity", CommonShapes.ReturnConsumedCapacity),
            ("QueryFilter", CommonShapes.Conditions),
            ("TableName", CommonShapes.TableName),
            ("ConditionalOperator", CommonShapes.ConditionalOperator),
            ("AttributesToGet", CommonShapes.AttributesToGet),
            ("Limit", CommonShapes.Limit),
            ("KeyConditions", CommonShapes.Conditions),
            ("ExclusiveStartKey", CommonShapes.AttributeMap),
            ("ConsistentRead", CommonShapes.Boolean),
            ("ScanIndexForward", CommonShapes.Boolean),
            ("KeyConditionExpression", CommonShapes.String),
            ("FilterExpression", CommonShapes.String),
            ("ProjectionExpression", CommonShapes.String),
            ("ExpressionAttributeValues", CommonShapes.AttributeMap),
            ("ExpressionAttributeNames", CommonShapes.Names)),
        HandleAsync);

    private static Task HandleAsync(DynamoDbCall call, Utf8JsonWriter json)
    {
        var input = call.Input;
        ExpressionInput.CheckMix(
            input, ["ProjectionExpression", "FilterExpression", "KeyConditionExpression"], ["AttributesToGet", "QueryFilter", "ConditionalOperator", "KeyConditions"]);
        var queryFilter = LegacyInput.Conditions(input, "QueryFilter");
        var names = input.AttributesToGet();
        var startKey = ReadInput.StartKey(input);
        if (!input.Has("KeyConditions") && !input.Has("KeyConditionExpression"))
        {
            throw TablesErrors.Invalid("Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
        }

        var expressions = new ExpressionInput(input);
        var keyExpression = expressions.Condition("KeyConditionExpression");
        var filter = expressions.Condition("FilterExpression");
        var projection = ReadInput.Projection(expressions, names);
        expressions.CheckAllUsed();
        var keys = keyExpression is null ? LegacyInput.Conditions(input, "KeyConditions") : KeyCondition.Of(keyExpression);
        foreach (var key in keyExpression is null ? [] : keys)
        {
            key.Check();
        }

        if (keys.Count is not (1 or 2))
        {
            throw TablesErrors.Invalid("Conditions can be of length 1 or 2 only");
        }

        var request = ReadInput.Request(input, startKey, filter, queryFilter, projection) with
        {
            FilterName = queryFilter.Count > 0 ? "QueryFilter" : "Filter Expression",
            KeyConditions = keys,
            IsBackward = input.FindBoolean("ScanIndexForward") == false,
        };
        ReadInput.WritePage(call, json, call.Store.Read(call.Table(), request));
        return Task.CompletedTask;
    }
}
