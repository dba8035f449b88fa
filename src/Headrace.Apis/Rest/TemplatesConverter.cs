using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Headrace.Apis.Rest;

/// <summary>Templates by content type, an empty one as null.</summary>
public sealed class TemplatesConverter : JsonConverter<ImmutableSortedDictionary<string, string>>
{
    public override ImmutableSortedDictionary<string, string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var templates = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var type = reader.GetString()!;
            reader.Read();
            templates[type] = reader.GetString() ?? "";
        }

        return templates.ToImmutable();
    }

    public override void Write(Utf8JsonWriter writer, ImmutableSortedDictionary<string, string> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (type, template) in value)
        {
            writer.WriteString(type, template.Length > 0 ? template : null);
        }

        writer.WriteEndObject();
    }
}
