using System.Text.Json;
using Headrace.Gateway.DynamoDb.Shapes;
using Headrace.Tables;

namespace Headrace.Gateway.DynamoDb.Tables;

/// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTimeToLive.html</remarks>
internal static class DescribeTimeToLive
{
    public static readonly DynamoDbOperation Operation = new(
        "DescribeTimeToLive", CommonShapes.Structure("DescribeTimeToLiveInput", ("TableName", CommonShapes.TableParameter)), HandleAsync);

    private static Task HandleAsync(DynamoDbCall call, Utf8JsonWriter json)
    {
        var name = call.TableName();
        var table = call.Store.Find(call.Scope, name) ?? throw TablesErrors.TableNotFound(name);
        json.WriteStartObject();
        json.WriteStartObject("TimeToLiveDescription");
        if (table.Definition.TimeToLive is { } timeToLive)
        {
            json.WriteString("TimeToLiveStatus", "ENABLED");
            json.WriteString("AttributeName", timeToLive.Attribute);
        }
        else
        {
            json.WriteString("TimeToLiveStatus", "DISABLED");
        }

        json.WriteEndObject();
        json.WriteEndObject();
        return Task.CompletedTask;
    }
}
