using System.Text.Json;
using Headrace.Gateway.DynamoDb.Shapes;
using Headrace.Tables;

namespace Headrace.Gateway.DynamoDb.Tables;

/// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html</remarks>
internal static class DescribeTable
{
    public static readonly DynamoDbOperation Operation = new(
        "DescribeTable", CommonShapes.Structure("DescribeTableInput", ("TableName", CommonShapes.TableParameter)), HandleAsync);

    private static Task HandleAsync(DynamoDbCall call, Utf8JsonWriter json)
    {
        var name = call.TableName();
        var table = call.Store.Find(call.Scope, name) ?? throw TablesErrors.TableNotFound(name);
        json.WriteStartObject();
        TableJson.Write(json, "Table", table, "ACTIVE", call.Store.Count(table));
        json.WriteEndObject();
        return Task.CompletedTask;
    }
}
