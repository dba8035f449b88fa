using System.Text.Json;
using Headrace.Gateway.DynamoDb.Shapes;
using Headrace.Tables;

namespace Headrace.Gateway.DynamoDb.Tables;

/// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UntagResource.html</remarks>
internal static class UntagResource
{
    public static readonly DynamoDbOperation Operation = new(
        "UntagResource",
        CommonShapes.Structure(
            "UntagResourceInput", ("ResourceArn", CommonShapes.String), ("TagKeys", new Shape(ShapeKind.List) { Element = CommonShapes.String })),
        HandleAsync);

    private static async Task HandleAsync(DynamoDbCall call, Utf8JsonWriter json)
    {
        var table = TagList.Table(call, "UntagResource", () =>
        {
            if (!call.Input.Has("TagKeys"))
            {
                throw TablesErrors.Invalid("1 validation error detected: Value null at 'tagKeys' failed to satisfy constraint: Member must not be null");
            }
        });
        string[] keys = [.. call.Input.FindList("TagKeys").Select(static key => key.GetString()!)];
        if (keys.Length == 0)
        {
            throw TablesErrors.Invalid("Atleast one Tag Key needs to be provided as Input.");
        }

        await call.Store.UpdateTagsAsync(
            table,
            tags =>
            {
                foreach (var key in keys)
                {
                    tags.Remove(key);
                }
            },
            call.Aborted);
        json.WriteStartObject();
        json.WriteEndObject();
    }
}
