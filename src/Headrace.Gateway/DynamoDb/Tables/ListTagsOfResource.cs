using System.Text.Json;
using Headrace.Gateway.DynamoDb.Shapes;

namespace Headrace.Gateway.DynamoDb.Tables;

/// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTagsOfResource.html</remarks>
internal static class ListTagsOfResource
{
    public static readonly DynamoDbOperation Operation = new(
        "ListTagsOfResource",
        CommonShapes.Structure("ListTagsOfResourceInput", ("ResourceArn", CommonShapes.String), ("NextToken", CommonShapes.String)),
        HandleAsync);

    private static Task HandleAsync(DynamoDbCall call, Utf8JsonWriter json)
    {
        var table = TagList.Table(call, "ListTagsOfResource");
        json.WriteStartObject();
        json.WriteStartArray("Tags");
        foreach (var (key, value) in call.Store.Tags(table))
        {
            json.WriteStartObject();
            json.WriteString("Key", key);
            json.WriteString("Value", value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return Task.CompletedTask;
    }
}
