using System.Text.Json.Nodes;
using Headrace.Lab.Plans;

namespace Headrace.Lab.Load.Results;

/// <summary>BatchGetItem of the keys that are waited for, nothing but the keys in the answer.</summary>
internal sealed class RowLooker(AwsCalls aws, RowResult result) : IResultLooker
{
    private const int MostKeys = 100;

    public ResultName NameOf(in Places places)
    {
        var filled = places;
        return new(result.Table, string.Join('\0', result.Key.Select(attribute => attribute.Value.Fill(filled))));
    }

    public async Task LookAsync(string place, IReadOnlyList<string> keys, Action<string> seen, CancellationToken cancellationToken)
    {
        foreach (var some in keys.Chunk(MostKeys))
        {
            using var answer = await aws.TableAsync("BatchGetItem", RequestOf(place, some), cancellationToken);
            foreach (var row in answer.RootElement.GetProperty("Responses").GetProperty(place).EnumerateArray())
            {
                seen(string.Join('\0', result.Key.Select(attribute => row.GetProperty(attribute.Key).GetProperty("S").GetString())));
            }
        }
    }

    private JsonObject RequestOf(string table, string[] keys)
    {
        JsonArray rows = [];
        foreach (var key in keys)
        {
            JsonObject row = [];
            foreach (var (attribute, value) in result.Key.Zip(key.Split('\0')))
            {
                row[attribute.Key] = new JsonObject { ["S"] = value };
            }

            rows.Add((JsonNode)row);
        }

        JsonObject names = [];
        foreach (var (index, attribute) in result.Key.Index())
        {
            names[$"#{index}"] = attribute.Key;
        }

        return new JsonObject
        {
            ["RequestItems"] = new JsonObject
            {
                [table] = new JsonObject { ["Keys"] = rows, ["ProjectionExpression"] = string.Join(',', names.Select(name => name.Key)), ["ExpressionAttributeNames"] = names },
            },
        };
    }
}
