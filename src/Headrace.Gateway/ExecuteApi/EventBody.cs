using System.Text.Json;
using System.Text.Unicode;

namespace Headrace.Gateway.ExecuteApi;

/// <summary>A request's body in an event of format 2.0: text as it is, everything else as base64.</summary>
internal static class EventBody
{
    public static void Write(Utf8JsonWriter json, string? contentType, ReadOnlySpan<byte> body)
    {
        var isText = IsText(contentType) && Utf8.IsValid(body);
        if (!body.IsEmpty)
        {
            if (isText)
            {
                json.WriteString("body", body);
            }
            else
            {
                json.WriteBase64String("body", body);
            }
        }

        json.WriteBoolean("isBase64Encoded", !body.IsEmpty && !isText);
    }

    public static bool IsText(string? contentType)
    {
        if (contentType is null or "application/json")
        {
            return true;
        }

        var type = contentType.Split(';')[0].Trim().ToLowerInvariant();
        return type is "application/json" or "application/javascript" or "application/xml" ||
            type.StartsWith("text/", StringComparison.Ordinal) || type.EndsWith("+json", StringComparison.Ordinal) || type.EndsWith("+xml", StringComparison.Ordinal);
    }
}
