using System.Text.Json;

namespace Headrace.Tables.Values;

/// <summary>Reads attribute values as clients send them (<c>{"S":"text"}</c>) and refuses what DynamoDB refuses, in its words.</summary>
/// <remarks>The JSON's types are right already: a <c>SerializationException</c> is the front's to answer.</remarks>
public static class AttributeReader
{
    private const int DeepestValue = 32;

    private static readonly AttributeType[] Types = Enum.GetValues<AttributeType>();

    /// <exception cref="TablesException">ValidationException.</exception>
    public static Dictionary<string, AttributeValue> ReadItem(JsonElement json) => ReadMap(json, 1);

    /// <exception cref="TablesException">ValidationException.</exception>
    public static AttributeValue Read(JsonElement json) => Read(json, 1);

    private static Dictionary<string, AttributeValue> ReadMap(JsonElement json, int depth)
    {
        var map = new Dictionary<string, AttributeValue>();
        foreach (var member in json.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null)
            {
                map[member.Name] = Read(member.Value, depth);
            }
        }

        return map;
    }

    private static AttributeValue Read(JsonElement json, int depth)
    {
        if (depth > DeepestValue)
        {
            throw TablesErrors.Invalid("Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit");
        }

        AttributeValue? value = null;
        var several = false;
        foreach (var member in json.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null && TypeOf(member) is { } type)
            {
                several = value is not null;
                value = Read(type, member.Value, depth);
            }
        }

        return value is null ? throw TablesErrors.Invalid("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes")
            : several ? throw TablesErrors.Invalid("Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes")
            : value;
    }

    private static AttributeType? TypeOf(JsonProperty member)
    {
        foreach (var type in Types)
        {
            if (member.NameEquals(Name(type)))
            {
                return type;
            }
        }

        return null;
    }

    private static ReadOnlySpan<byte> Name(AttributeType type) => type switch
    {
        AttributeType.S => "S"u8,
        AttributeType.N => "N"u8,
        AttributeType.B => "B"u8,
        AttributeType.BOOL => "BOOL"u8,
        AttributeType.NULL => "NULL"u8,
        AttributeType.SS => "SS"u8,
        AttributeType.NS => "NS"u8,
        AttributeType.BS => "BS"u8,
        AttributeType.L => "L"u8,
        _ => "M"u8,
    };

    private static AttributeValue Read(AttributeType type, JsonElement json, int depth)
    {
        switch (type)
        {
            case AttributeType.S:
                return AttributeValue.Of(json.GetString()!);
            case AttributeType.N:
                return AttributeValue.Of(ReadNumber(json.GetString()!));
            case AttributeType.B:
                return AttributeValue.Of(json.GetBytesFromBase64());
            case AttributeType.BOOL:
                return AttributeValue.Of(IsTrue(json));
            case AttributeType.NULL:
                return IsTrue(json) ? AttributeValue.Null : throw TablesErrors.InvalidParameter("Null attribute value types must have the value of true");
            case AttributeType.SS:
                return ReadStrings(json);
            case AttributeType.NS:
                return ReadNumbers(json);
            case AttributeType.BS:
                return ReadBinaries(json);
            case AttributeType.L:
                return AttributeValue.OfList([.. Elements(json).Select(element => Read(element, depth + 1))]);
            default:
                return AttributeValue.OfMap(ReadMap(json, depth + 1));
        }
    }

    private static IEnumerable<JsonElement> Elements(JsonElement json) => json.EnumerateArray().Where(static element => element.ValueKind != JsonValueKind.Null);

    private static bool IsTrue(JsonElement json) => json.ValueKind == JsonValueKind.True
        || (json.ValueKind == JsonValueKind.String && json.GetString()!.ToUpperInvariant() is "TRUE" or "1" or "YES");

    /// <exception cref="TablesException">ValidationException.</exception>
    private static DynamoNumber ReadNumber(string text) =>
        DynamoNumber.TryParse(text, out var number) is var fault and not NumberFault.None ? throw TablesErrors.OfNumber(fault, text) : number;

    private static AttributeValue ReadStrings(JsonElement json)
    {
        string[] strings = [.. Elements(json).Select(static element => element.GetString()!)];
        if (strings.Length == 0)
        {
            throw TablesErrors.InvalidParameter("An string set  may not be empty");
        }

        return strings.ToHashSet(StringComparer.Ordinal).Count == strings.Length
            ? AttributeValue.OfSet(strings)
            : throw TablesErrors.InvalidParameter($"Input collection [{string.Join(", ", strings)}] contains duplicates.");
    }

    private static AttributeValue ReadNumbers(JsonElement json)
    {
        DynamoNumber[] numbers = [.. Elements(json).Select(static element => ReadNumber(element.GetString()!))];
        if (numbers.Length == 0)
        {
            throw TablesErrors.InvalidParameter("An number set  may not be empty");
        }

        return numbers.ToHashSet().Count == numbers.Length ? AttributeValue.OfSet(numbers) : throw TablesErrors.Invalid("Input collection contains duplicates");
    }

    private static AttributeValue ReadBinaries(JsonElement json)
    {
        byte[][] binaries = [.. Elements(json).Select(static element => element.GetBytesFromBase64())];
        if (binaries.Length == 0)
        {
            throw TablesErrors.InvalidParameter("Binary sets should not be empty");
        }

        return binaries.ToHashSet(BytesComparer.Instance).Count == binaries.Length
            ? AttributeValue.OfSet(binaries)
            : throw TablesErrors.InvalidParameter($"Input collection [{string.Join(", ", binaries.Select(Convert.ToBase64String))}]of type BS contains duplicates.");
    }
}
