using System.Text.Json;
using Headrace.Gateway.DynamoDb.Shapes;

namespace Headrace.Gateway.DynamoDb.Tables;

/// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html</remarks>
internal static class DeleteTable
{
    public static readonly DynamoDbOperation Operation = new(
        "DeleteTable", CommonShapes.Structure("DeleteTableInput", ("TableName", CommonShapes.TableParameter)), HandleAsync);

    private static async Task HandleAsync(DynamoDbCall call, Utf8JsonWriter json)
    {
        var table = await call.Store.DeleteAsync(call.Scope, call.TableName(), call.Aborted);
        json.WriteStartObject();
        TableJson.Write(json, "TableDescription", table, "DELETING", counts: null);
        json.WriteEndObject();
    }
}
