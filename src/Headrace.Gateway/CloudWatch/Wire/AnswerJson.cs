using System.Text.Json;

namespace Headrace.Gateway.CloudWatch.Wire;

/// <summary>Answers in JSON 1.0: instants are numbers of seconds.</summary>
internal static class AnswerJson
{
    public static byte[] Write(Answer answer)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            Value(json, answer);
        }

        return buffer.ToArray();
    }

    private static void Value(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case Answer inner:
                json.WriteStartObject();
                foreach (var (name, member) in inner)
                {
                    json.WritePropertyName(name);
                    Value(json, member);
                }

                json.WriteEndObject();
                break;
            case AnswerMap map:
                Value(json, map.Entries);
                break;
            case IReadOnlyList<object> list:
                json.WriteStartArray();
                foreach (var item in list)
                {
                    Value(json, item);
                }

                json.WriteEndArray();
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case double number:
                json.WriteStringValue(double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case DateTimeOffset instant:
                json.WriteNumberValue(instant.ToUnixTimeMilliseconds() / 1000m);
                break;
            default:
                json.WriteStringValue(value?.ToString());
                break;
        }
    }
}
