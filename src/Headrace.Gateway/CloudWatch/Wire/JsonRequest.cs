using System.Text.Json;

namespace Headrace.Gateway.CloudWatch.Wire;

/// <summary>A request in JSON 1.0. Instants are numbers of seconds. https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html</summary>
internal static class JsonRequest
{
    public static Dictionary<string, object?> Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body.IsEmpty ? "{}"u8.ToArray() : body);
            return Value(document.RootElement) as Dictionary<string, object?> ?? throw CloudWatchErrors.Serialization("The request is no JSON object.");
        }
        catch (JsonException)
        {
            throw CloudWatchErrors.Serialization("The request is no JSON.");
        }
    }

    private static object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => Members(element),
        JsonValueKind.Array => element.EnumerateArray().Select(Value).ToList(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static Dictionary<string, object?> Members(JsonElement element)
    {
        var members = new Dictionary<string, object?>();
        foreach (var member in element.EnumerateObject())
        {
            members[member.Name] = Value(member.Value);
        }

        return members;
    }
}
