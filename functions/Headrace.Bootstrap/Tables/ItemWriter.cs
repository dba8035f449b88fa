using System.Globalization;
using System.Text.Json;

namespace Headrace.Bootstrap.Tables;

/// <summary>Writes attributes in DynamoDB's typed JSON: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html.</summary>
internal readonly struct ItemWriter(Utf8JsonWriter json)
{
    public ItemWriter Text(string name, string value)
    {
        json.WriteStartObject(name);
        json.WriteString("S"u8, value);
        json.WriteEndObject();
        return this;
    }

    /// <summary>A number; nothing at all when there is none.</summary>
    public ItemWriter Number(string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteStartObject(name);
            json.WriteString("N"u8, number.ToString("R", CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        return this;
    }

    public ItemWriter Boolean(string name, bool value)
    {
        json.WriteStartObject(name);
        json.WriteBoolean("BOOL"u8, value);
        json.WriteEndObject();
        return this;
    }

    public ItemWriter Numbers(string name, IEnumerable<int> values) =>
        List(name, values, static (json, value) => json.WriteString("N"u8, value.ToString(CultureInfo.InvariantCulture)));

    /// <param name="write">Writes one element's member, such as <c>"S": "…"</c>.</param>
    public ItemWriter List<T>(string name, IEnumerable<T> values, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartObject(name);
        json.WriteStartArray("L"u8);
        foreach (var value in values)
        {
            json.WriteStartObject();
            write(json, value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return this;
    }
}
