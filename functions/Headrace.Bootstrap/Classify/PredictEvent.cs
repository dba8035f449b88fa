using System.Text;
using System.Text.Json;

namespace Headrace.Bootstrap.Classify;

/// <summary>What a prediction is asked for with: bare, or as an API Gateway proxy event (payload 1.0 or 2.0) or a function URL's, whose <c>body</c> is the same as text.</summary>
/// <remarks>https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html</remarks>
internal static class PredictEvent
{
    /// <summary>The rows; null when there are no <c>values</c>.</summary>
    /// <param name="isProxy">Whether the answer goes through HTTP.</param>
    /// <param name="width">How many numbers the model takes a row; null: as many as the first row has.</param>
    /// <exception cref="PredictException">What was sent makes no sense.</exception>
    public static Rows? Read(ReadOnlyMemory<byte> payload, int? width, out bool isProxy)
    {
        isProxy = false;
        try
        {
            return ReadText(payload, width, ref isProxy);
        }
        catch (InvalidOperationException failure)
        {
            // JSON may spell half of a surrogate pair, which is no character: in the body, or in a name that is only passed over.
            throw new PredictException($"the event is not text: {failure.Message}", failure);
        }
    }

    private static Rows? ReadText(ReadOnlyMemory<byte> payload, int? width, ref bool isProxy)
    {
        using var document = Parse(payload, "the event");
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new PredictException($"the event is {Kind(root)}, not an object with values");
        }

        if (!root.TryGetProperty("body"u8, out var body))
        {
            return Values(root, width);
        }

        isProxy = true;
        switch (body.ValueKind)
        {
            case JsonValueKind.Object:
                return Values(body, width);
            case JsonValueKind.Null:
                return null;
            case JsonValueKind.String:
                break;
            default:
                throw new PredictException($"the event's body is {Kind(body)}, not text");
        }

        var isBase64 = root.TryGetProperty("isBase64Encoded"u8, out var encoded) && encoded.ValueKind == JsonValueKind.True;
        var content = Content(body, isBase64);
        if (content.AsSpan().Trim(" \t\r\n"u8).IsEmpty)
        {
            return null;
        }

        using var inner = Parse(content, "the body");
        return inner.RootElement.ValueKind == JsonValueKind.Object
            ? Values(inner.RootElement, width)
            : throw new PredictException($"the body is {Kind(inner.RootElement)}, not an object with values");
    }

    private static Rows? Values(JsonElement request, int? width) =>
        request.TryGetProperty("values"u8, out var values) && values.ValueKind != JsonValueKind.Null ? Rows.Read(values, width) : null;

    private static byte[] Content(JsonElement body, bool isBase64)
    {
        if (!isBase64)
        {
            return Encoding.UTF8.GetBytes(body.GetString()!);
        }

        return body.TryGetBytesFromBase64(out var bytes) ? bytes : throw new PredictException("the body is not base64");
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> json, string what)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException failure)
        {
            throw new PredictException($"{what} is not JSON: {failure.Message}", failure);
        }
    }

    internal static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a boolean",
    };
}
