using System.Text.Json;
using Headrace.Gateway.DynamoDb.Shapes;
using Headrace.Tables;

namespace Headrace.Gateway.DynamoDb.Tables;

/// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TagResource.html</remarks>
internal static class TagResource
{
    public static readonly DynamoDbOperation Operation = new(
        "TagResource", CommonShapes.Structure("TagResourceInput", ("ResourceArn", CommonShapes.String), ("Tags", CommonShapes.Tags)), HandleAsync);

    private static async Task HandleAsync(DynamoDbCall call, Utf8JsonWriter json)
    {
        var table = TagList.Table(call, "TagResource", () =>
        {
            if (!call.Input.Has("Tags"))
            {
                throw TablesErrors.Invalid("1 validation error detected: Value null at 'tags' failed to satisfy constraint: Member must not be null");
            }
        });
        var added = TagList.Read(call.Input);
        if (added.Count == 0)
        {
            throw TablesErrors.Invalid("Atleast one Tag needs to be provided as Input.");
        }

        await call.Store.UpdateTagsAsync(
            table,
            tags =>
            {
                foreach (var (key, value) in added)
                {
                    tags[key] = value;
                }

                if (TagList.AreTooMany(tags))
                {
                    throw TagList.TooMany();
                }
            },
            call.Aborted);
        json.WriteStartObject();
        json.WriteEndObject();
    }
}
