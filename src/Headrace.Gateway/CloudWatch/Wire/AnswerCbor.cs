using System.Formats.Cbor;

namespace Headrace.Gateway.CloudWatch.Wire;

/// <summary>Answers of the protocol rpc-v2-cbor: instants are numbers of seconds with the tag 1.</summary>
internal static class AnswerCbor
{
    public static byte[] Write(Answer answer)
    {
        var writer = new CborWriter(CborConformanceMode.Lax);
        Value(writer, answer);
        return writer.Encode();
    }

    private static void Value(CborWriter writer, object? value)
    {
        switch (value)
        {
            case Answer inner:
                writer.WriteStartMap(inner.Count);
                foreach (var (name, member) in inner)
                {
                    writer.WriteTextString(name);
                    Value(writer, member);
                }

                writer.WriteEndMap();
                break;
            case AnswerMap map:
                Value(writer, map.Entries);
                break;
            case IReadOnlyList<object> list:
                writer.WriteStartArray(list.Count);
                foreach (var item in list)
                {
                    Value(writer, item);
                }

                writer.WriteEndArray();
                break;
            case double number:
                writer.WriteDouble(number);
                break;
            case bool truth:
                writer.WriteBoolean(truth);
                break;
            case DateTimeOffset instant:
                writer.WriteTag(CborTag.UnixTimeSeconds);
                writer.WriteDouble(instant.ToUnixTimeMilliseconds() / 1000.0);
                break;
            default:
                writer.WriteTextString(value?.ToString() ?? "");
                break;
        }
    }
}
