using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Headrace.Tables.Values;

/// <summary>Items as they are stored and served: DynamoDB's own JSON, numbers written one way.</summary>
/// <remarks>What is stored is what a read answers with, byte for byte: a page that needs no filter is copied, not decoded.</remarks>
public static class ItemJson
{
    /// <summary>Text goes out as it is: nothing here is ever put into a page of HTML.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    public static byte[] Encode(Dictionary<string, AttributeValue> item)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(1024);
        var writer = _writer ??= new Utf8JsonWriter(buffer, Options);
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        Write(writer, item);
        writer.Flush();
        var bytes = buffer.WrittenSpan.ToArray();
        if (buffer.Capacity > 64 * 1024)
        {
            _buffer = null; // one large item must not keep its buffer on every thread that met one
            _writer = null;
        }

        return bytes;
    }

    public static void Write(Utf8JsonWriter writer, Dictionary<string, AttributeValue> item)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in item)
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }

        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, AttributeValue value)
    {
        writer.WriteStartObject();
        switch (value.Type)
        {
            case AttributeType.S:
                writer.WriteString("S"u8, value.String);
                break;
            case AttributeType.N:
                writer.WriteString("N"u8, value.Number.ToString());
                break;
            case AttributeType.B:
                writer.WriteBase64String("B"u8, value.Binary);
                break;
            case AttributeType.BOOL:
                writer.WriteBoolean("BOOL"u8, value.Boolean);
                break;
            case AttributeType.NULL:
                writer.WriteBoolean("NULL"u8, true);
                break;
            case AttributeType.SS:
                writer.WriteStartArray("SS"u8);
                foreach (var element in value.Strings)
                {
                    writer.WriteStringValue(element);
                }

                writer.WriteEndArray();
                break;
            case AttributeType.NS:
                writer.WriteStartArray("NS"u8);
                foreach (var element in value.Numbers)
                {
                    writer.WriteStringValue(element.ToString());
                }

                writer.WriteEndArray();
                break;
            case AttributeType.BS:
                writer.WriteStartArray("BS"u8);
                foreach (var element in value.Binaries)
                {
                    writer.WriteBase64StringValue(element);
                }

                writer.WriteEndArray();
                break;
            case AttributeType.L:
                writer.WriteStartArray("L"u8);
                foreach (var element in value.List)
                {
                    Write(writer, element);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WritePropertyName("M"u8);
                Write(writer, value.Map);
                break;
        }

        writer.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="JsonException">Something else wrote it.</exception>
    public static Dictionary<string, AttributeValue> Decode(ReadOnlySpan<byte> stored)
    {
        var reader = new Utf8JsonReader(stored, new JsonReaderOptions { MaxDepth = 256 });
        reader.Read();
        return DecodeMap(ref reader);
    }

    private static Dictionary<string, AttributeValue> DecodeMap(ref Utf8JsonReader reader)
    {
        var map = new Dictionary<string, AttributeValue>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            map.Add(name, DecodeValue(ref reader));
        }

        return map;
    }

    private static AttributeValue DecodeValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        var type = Enum.Parse<AttributeType>(reader.GetString()!);
        reader.Read();
        var value = type switch
        {
            AttributeType.S => AttributeValue.Of(reader.GetString()!),
            AttributeType.N => AttributeValue.Of(DecodeNumber(ref reader)),
            AttributeType.B => AttributeValue.Of(reader.GetBytesFromBase64()),
            AttributeType.BOOL => AttributeValue.Of(reader.GetBoolean()),
            AttributeType.NULL => AttributeValue.Null,
            AttributeType.SS => AttributeValue.OfSet(DecodeArray(ref reader, static (ref Utf8JsonReader element) => element.GetString()!)),
            AttributeType.NS => AttributeValue.OfSet(DecodeArray(ref reader, DecodeNumber)),
            AttributeType.BS => AttributeValue.OfSet(DecodeArray(ref reader, static (ref Utf8JsonReader element) => element.GetBytesFromBase64())),
            AttributeType.L => AttributeValue.OfList(DecodeArray(ref reader, DecodeValue)),
            _ => AttributeValue.OfMap(DecodeMap(ref reader)),
        };
        reader.Read();
        return value;
    }

    private static DynamoNumber DecodeNumber(ref Utf8JsonReader reader) =>
        DynamoNumber.TryParse(reader.GetString(), out var number) == NumberFault.None ? number : throw new JsonException("A stored number cannot be read.");

    private static T[] DecodeArray<T>(ref Utf8JsonReader reader, ElementDecoder<T> decode)
    {
        var elements = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            elements.Add(decode(ref reader));
        }

        return [.. elements];
    }

    private delegate T ElementDecoder<out T>(ref Utf8JsonReader reader);
}
