using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Headrace.Wire.Events;

/// <summary>How AWS writes its event documents: compact, only what JSON itself demands is escaped.</summary>
internal static class WireJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static byte[] Write(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            content(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A payload as it is when it is JSON, as a JSON string when it is not, <c>null</c> when there is none.</summary>
    public static void Payload(this Utf8JsonWriter writer, string name, ReadOnlySpan<byte> payload)
    {
        writer.WritePropertyName(name);
        if (payload.IsEmpty)
        {
            writer.WriteNullValue();
        }
        else if (IsJson(payload))
        {
            writer.WriteRawValue(payload, skipInputValidation: true);
        }
        else
        {
            writer.WriteStringValue(payload);
        }
    }

    /// <summary><c>2026-01-02T03:04:05.678Z</c>.</summary>
    public static string Timestamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
