using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Headrace.Wire.Events;

/// <summary>What goes with the raw event to a dead-letter target.</summary>
/// <param name="ErrorCode">The HTTP status of the last attempt: 200 for a function error, 429 for a throttle.</param>
/// <param name="ErrorMessage">At most the first 1 KB of the error message.</param>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-dlq</remarks>
public sealed record DeadLetterAttributes(string RequestId, int ErrorCode, string ErrorMessage)
{
    private const int MostMessageBytes = 1024;

    /// <summary>The message is <c>errorMessage</c> of the function's error document, or else the document itself.</summary>
    public static DeadLetterAttributes OfFunctionError(string requestId, ReadOnlySpan<byte> errorDocument) =>
        new(requestId, 200, FirstKilobyte(MessageOf(errorDocument)));

    /// <summary>Name and value in AWS's order.</summary>
    public IEnumerable<KeyValuePair<string, string>> Named =>
    [
        new("RequestID", RequestId),
        new("ErrorCode", ErrorCode.ToString(CultureInfo.InvariantCulture)),
        new("ErrorMessage", ErrorMessage),
    ];

    /// <summary>The attributes as a Lambda client context, which carries them beside a payload: <c>{"custom":{"RequestID":…}}</c>.</summary>
    public string ToClientContext() => Encoding.UTF8.GetString(WireJson.Write(writer =>
    {
        writer.WriteStartObject("custom");
        foreach (var (name, value) in Named)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
    }));

    private static string MessageOf(ReadOnlySpan<byte> errorDocument)
    {
        var reader = new Utf8JsonReader(errorDocument);
        try
        {
            if (JsonElement.TryParseValue(ref reader, out var document) && document is { ValueKind: JsonValueKind.Object } error &&
                error.TryGetProperty("errorMessage", out var message) && message.ValueKind == JsonValueKind.String)
            {
                return message.GetString()!;
            }
        }
        catch (JsonException)
        {
            // Not JSON: a runtime may answer with any text, and then the text is the message.
        }

        return Encoding.UTF8.GetString(errorDocument);
    }

    private static string FirstKilobyte(string message)
    {
        var bytes = Encoding.UTF8.GetBytes(message);
        var length = Math.Min(bytes.Length, MostMessageBytes);
        while (length < bytes.Length && length > 0 && (bytes[length] & 0xC0) == 0x80)
        {
            length--;
        }

        return Encoding.UTF8.GetString(bytes, 0, length);
    }
}
