using System.Text.Json;
using Headrace.Gateway.DynamoDb.Shapes;

namespace Headrace.Gateway.DynamoDb.Tables;

/// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html</remarks>
internal static class ListTables
{
    private const int MostNames = 100;

    public static readonly DynamoDbOperation Operation = new(
        "ListTables",
        CommonShapes.Structure(
            "ListTablesInput",
            ("Limit", new Shape(ShapeKind.Integer) { Min = 1, Max = MostNames }),
            ("ExclusiveStartTableName", CommonShapes.IndexName)),
        HandleAsync);

    private static Task HandleAsync(DynamoDbCall call, Utf8JsonWriter json)
    {
        var limit = call.Input.FindInt32("Limit") ?? MostNames;
        var names = call.Store.List(call.Scope, call.Input.FindString("ExclusiveStartTableName"), limit + 1);
        json.WriteStartObject();
        json.WriteStartArray("TableNames");
        foreach (var name in names.Take(limit))
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        if (names.Count > limit)
        {
            json.WriteString("LastEvaluatedTableName", names[limit - 1]);
        }

        json.WriteEndObject();
        return Task.CompletedTask;
    }
}
