using System.Text.Json;
using System.Text.Json.Serialization;

namespace Headrace.Lab.Records;

/// <summary>JSON has no not-a-number and no infinity: what is unknown is null there, and not a number again when it is read.</summary>
internal sealed class UnknownNumber : JsonConverter<double>
{
    public override bool HandleNull => true;

    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
