using System.Globalization;
using System.Text.Json;
using Headrace.Gateway.DynamoDb.Shapes;
using Headrace.Tables;

namespace Headrace.Gateway.DynamoDb.Reads;

/// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html</remarks>
internal static class Scan
{
    public static readonly DynamoDbOperation Operation = new(
        "Scan",
        CommonShapes.Structure(
            "ScanInput",
            ("Select", CommonShapes.Select),
            ("IndexName", CommonShapes.IndexName),
            ("TotalSegments", new Shape(ShapeKind.Integer) { Min = 1, Max = 1_000_000 }),
            ("ReturnConsumedCapacity", CommonShapes.ReturnConsumedCapacity),
            ("TableName", CommonShapes.TableName),
            ("ConditionalOperator", CommonShapes.ConditionalOperator),
            ("ScanFilter", CommonShapes.Conditions),
            ("Segment", new Shape(ShapeKind.Integer) { Min = 0, Max = 999_999 }),
            ("Limit", CommonShapes.Limit),
            ("AttributesToGet", CommonShapes.AttributesToGet),
            ("ExclusiveStartKey", CommonShapes.AttributeMap),
            ("ConsistentRead", CommonShapes.Boolean),
            ("FilterExpression", CommonShapes.String),
            ("ProjectionExpression", CommonShapes.String),
            ("ExpressionAttributeValues", CommonShapes.AttributeMap),
            ("ExpressionAttributeNames", CommonShapes.Names)),
        HandleAsync);

    private static Task HandleAsync(DynamoDbCall call, Utf8JsonWriter json)
    {
        var input = call.Input;
        ExpressionInput.CheckMix(input, ["ProjectionExpression", "FilterExpression"], ["AttributesToGet", "ScanFilter", "ConditionalOperator"]);
        var names = input.AttributesToGet();
        var scanFilter = LegacyInput.Conditions(input, "ScanFilter");
        var startKey = ReadInput.StartKey(input);
        var (segment, segments) = Segments(input);
        var expressions = new ExpressionInput(input);
        var filter = expressions.Condition("FilterExpression");
        var projection = ReadInput.Projection(expressions, names);
        expressions.CheckAllUsed();
        var request = ReadInput.Request(input, startKey, filter, scanFilter, projection) with { Segment = segment, Segments = segments };
        ReadInput.WritePage(call, json, call.Store.Read(call.Table(), request));
        return Task.CompletedTask;
    }

    private static (int Segment, int Segments) Segments(JsonElement input)
    {
        var (segment, segments) = (input.FindInt32("Segment"), input.FindInt32("TotalSegments"));
        if (segment is not null && segments is null)
        {
            throw TablesErrors.Invalid("The TotalSegments parameter is required but was not present in the request when Segment parameter is present");
        }

        if (segment is null && segments is not null)
        {
            throw TablesErrors.Invalid("The Segment parameter is required but was not present in the request when parameter TotalSegments is present");
        }

        return segment < segments || segments is null
            ? (segment ?? 0, segments ?? 1)
            : throw TablesErrors.Invalid(string.Create(
                CultureInfo.InvariantCulture,
                $"The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: {segment} is not less than TotalSegments: {segments}"));
    }
}
