using System.Formats.Cbor;

namespace Headrace.Gateway.CloudWatch.Wire;

/// <summary>A request of the protocol rpc-v2-cbor. Instants are tagged with 1. https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html</summary>
internal static class CborRequest
{
    /// <summary>The deepest that any request has is 6.</summary>
    private const int Deepest = 32;

    public static Dictionary<string, object?> Read(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return [];
        }

        try
        {
            var reader = new CborReader(body, CborConformanceMode.Lax);
            var read = Value(reader, 0) as Dictionary<string, object?> ?? throw CloudWatchErrors.Serialization("The request is no CBOR map.");
            return reader.BytesRemaining == 0 ? read : throw CloudWatchErrors.Serialization("Bytes follow the request's CBOR map.");
        }
        catch (Exception malformed) when (malformed is CborContentException or InvalidOperationException or OverflowException)
        {
            throw CloudWatchErrors.Serialization("The request is no CBOR.");
        }
    }

    private static object? Value(CborReader reader, int depth)
    {
        if (depth > Deepest)
        {
            throw CloudWatchErrors.Serialization("The request is nested too deeply.");
        }

        switch (reader.PeekState())
        {
            case CborReaderState.StartMap:
                return Map(reader, depth);
            case CborReaderState.StartArray:
                return List(reader, depth);
            case CborReaderState.TextString or CborReaderState.StartIndefiniteLengthTextString:
                return reader.ReadTextString();
            case CborReaderState.UnsignedInteger:
                return (double)reader.ReadUInt64();
            case CborReaderState.NegativeInteger:
                return (double)reader.ReadInt64();
            case CborReaderState.HalfPrecisionFloat or CborReaderState.SinglePrecisionFloat or CborReaderState.DoublePrecisionFloat:
                return reader.ReadDouble();
            case CborReaderState.Boolean:
                return reader.ReadBoolean();
            case CborReaderState.Null or CborReaderState.SimpleValue:
                reader.ReadSimpleValue();
                return null;
            case CborReaderState.Tag:
                return Tagged(reader, depth);
            default:
                throw CloudWatchErrors.Serialization("The request holds a kind of CBOR that no member has.");
        }
    }

    private static object? Tagged(CborReader reader, int depth)
    {
        var tag = reader.ReadTag();
        var value = Value(reader, depth + 1);
        return tag == CborTag.UnixTimeSeconds && value is double seconds and > -62_135_596_800 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(seconds * 1000))
            : value;
    }

    private static Dictionary<string, object?> Map(CborReader reader, int depth)
    {
        var members = new Dictionary<string, object?>();
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            var name = reader.ReadTextString();
            members[name] = Value(reader, depth + 1);
        }

        reader.ReadEndMap();
        return members;
    }

    private static List<object?> List(CborReader reader, int depth)
    {
        var items = new List<object?>();
        reader.ReadStartArray();
        while (reader.PeekState() != CborReaderState.EndArray)
        {
            items.Add(Value(reader, depth + 1));
        }

        reader.ReadEndArray();
        return items;
    }
}
