using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Primitives;

namespace Headrace.Gateway.ExecuteApi;

/// <summary>What a function behind a proxy integration of a REST API returned: exactly this shape, or the gateway is a bad one.</summary>
/// <remarks>
/// <see href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format"/>.
/// As recorded: no member is required and no other is allowed, a status may be text, a header may be no text.
/// </remarks>
internal sealed record ProxyResponse(int Status, List<KeyValuePair<string, StringValues>> Headers, string? Text, bool IsBase64)
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 1000 };

    /// <summary>Null when the payload is not of the shape.</summary>
    public static ProxyResponse? Parse(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload, Options);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <param name="acceptsBinary">Whether the client's <c>Accept</c> is among the API's binary media types: only then is base64 decoded.</param>
    /// <returns>Null when the base64 is none.</returns>
    public RestAnswer? ToAnswer(bool acceptsBinary)
    {
        var body = IsBase64 && acceptsBinary ? Decode(Text ?? "") : Encoding.UTF8.GetBytes(Text ?? "");
        return body is null ? null : new RestAnswer(Status, Headers, body);
    }

    internal static byte[]? Decode(string base64)
    {
        var bytes = new byte[(base64.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }

    private static ProxyResponse? Read(JsonElement root)
    {
        var (status, text, isBase64) = (200, (string?)null, false);
        JsonElement single = default, multi = default;
        foreach (var member in root.EnumerateObject())
        {
            switch (member.Name)
            {
                case "statusCode":
                    if (!TryStatus(member.Value, out status))
                    {
                        return null;
                    }

                    break;
                case "headers":
                    single = member.Value;
                    break;
                case "multiValueHeaders":
                    multi = member.Value;
                    break;
                case "body":
                    text = member.Value.ValueKind switch
                    {
                        JsonValueKind.String => member.Value.GetString(),
                        JsonValueKind.Null => null,
                        JsonValueKind.Object or JsonValueKind.Array => "\0",
                        _ => member.Value.GetRawText(),
                    };
                    if (text == "\0")
                    {
                        return null;
                    }

                    break;
                case "isBase64Encoded":
                    isBase64 = member.Value.ValueKind == JsonValueKind.True || (member.Value.ValueKind == JsonValueKind.String && member.Value.GetString() == "true");
                    break;
                default:
                    return null;
            }
        }

        return HeadersOf(single, multi) is { } headers ? new ProxyResponse(status, headers, text, isBase64) : null;
    }

    private static bool TryStatus(JsonElement value, out int status)
    {
        status = 200;
        return value.ValueKind switch
        {
            JsonValueKind.Null => true,
            JsonValueKind.Number => value.TryGetInt32(out status) && status is >= 100 and <= 599,
            JsonValueKind.String => int.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out status) && status is >= 100 and <= 599,
            _ => false,
        };
    }

    /// <summary>Several values before the single one; of the same value one.</summary>
    private static List<KeyValuePair<string, StringValues>>? HeadersOf(JsonElement single, JsonElement multi)
    {
        var headers = new List<KeyValuePair<string, StringValues>>();
        if (multi.ValueKind == JsonValueKind.Object)
        {
            foreach (var header in multi.EnumerateObject())
            {
                if (header.Value.ValueKind != JsonValueKind.Array || header.Value.EnumerateArray().Any(value => !IsValid(header.Name, value)))
                {
                    return null;
                }

                headers.Add(new(header.Name, header.Value.EnumerateArray().Select(ResponseHeader.TextOf).ToArray()));
            }
        }
        else if (multi.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
        {
            return null;
        }

        if (single.ValueKind == JsonValueKind.Object)
        {
            foreach (var header in single.EnumerateObject())
            {
                if (!IsValid(header.Name, header.Value))
                {
                    return null;
                }

                var value = ResponseHeader.TextOf(header.Value);
                var at = headers.FindIndex(known => known.Key.Equals(header.Name, StringComparison.OrdinalIgnoreCase));
                if (at < 0)
                {
                    headers.Add(new(header.Name, value));
                }
                else if (!headers[at].Value.Contains(value))
                {
                    headers[at] = new(headers[at].Key, StringValues.Concat(headers[at].Value, value));
                }
            }
        }
        else if (single.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
        {
            return null;
        }

        return headers;
    }

    private static bool IsValid(string name, JsonElement value) =>
        value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False && ResponseHeader.IsValid(name, ResponseHeader.TextOf(value));
}
