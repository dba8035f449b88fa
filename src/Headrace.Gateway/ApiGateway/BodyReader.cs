using System.Collections.Immutable;
using System.Text.Json;
using Headrace.Apis;

namespace Headrace.Gateway.ApiGateway;

/// <summary>
/// A JSON body, read member by member. What nobody has read when <see cref="Finish"/> is called is a parameter that is not implemented:
/// it is refused by name, unless it asks for nothing.
/// </summary>
internal sealed class BodyReader
{
    private const string Coral = "class com.amazon.coral.value.json.";

    private readonly JsonElement _root;
    private readonly string _path;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    private BodyReader(JsonElement root, string path)
    {
        _root = root;
        _path = path;
    }

    public static BodyReader Parse(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return new BodyReader(default, "");
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new BodyReader(document.RootElement.Clone(), "")
                : throw ApiErrors.Serialization("Unexpected value: the body must be an object");
        }
        catch (JsonException malformed)
        {
            throw ApiErrors.Serialization($"Could not parse request body into json: {malformed.Message}");
        }
    }

    public bool Has(string name) => Find(name) is not null;

    public string? Text(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw Wrong(value, "an String");

    public bool? Flag(string name) => Find(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Wrong(value, "an Boolean");

    public int? Number(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number
        : throw Wrong(value, "an Integer");

    public double? Real(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number
        : throw Wrong(value, "an Double");

    public ImmutableList<string>? List(string name) => Find(name) is not { } value ? null
        : value.ValueKind != JsonValueKind.Array ? throw Wrong(value, "a List")
        : [.. value.EnumerateArray().Select(static item => item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Wrong(item, "an String"))];

    /// <param name="takesNull">A member that is null counts as empty text.</param>
    public ImmutableSortedDictionary<string, string>? Map(string name, bool takesNull = false) => Map(
        name, value => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.ValueKind == JsonValueKind.Null && takesNull ? "" : throw Wrong(value, "an String"));

    public ImmutableSortedDictionary<string, bool>? Flags(string name) => Map(
        name, static value => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(value, "an Boolean"));

    public BodyReader? Object(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Object ? new BodyReader(value, $"{_path}{name}.")
        : throw Wrong(value, "a Structure");

    public IReadOnlyList<BodyReader>? Objects(string name) => Find(name) is not { } value ? null
        : value.ValueKind != JsonValueKind.Array ? throw Wrong(value, "a List")
        : [.. value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Object ? new BodyReader(item, $"{_path}{name}.") : throw Wrong(item, "a Structure"))];

    public IEnumerable<KeyValuePair<string, BodyReader>> Entries(string name) => Find(name) is not { } value ? []
        : value.ValueKind != JsonValueKind.Object ? throw Wrong(value, "a Map")
        : value.EnumerateObject().Select(entry => KeyValuePair.Create(entry.Name, entry.Value.ValueKind == JsonValueKind.Object ? new BodyReader(entry.Value, $"{_path}{name}.") : throw Wrong(entry.Value, "a Structure")));

    public IEnumerable<KeyValuePair<string, ImmutableList<string>>> Lists(string name) => Find(name) is not { } value ? []
        : value.ValueKind != JsonValueKind.Object ? throw Wrong(value, "a Map")
        : value.EnumerateObject().Select(entry => KeyValuePair.Create(entry.Name, new BodyReader(value, _path).List(entry.Name) ?? []));

    /// <exception cref="ApiException">501: a member asks for something this engine does not do.</exception>
    public void Finish()
    {
        if (_root.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var member in _root.EnumerateObject())
        {
            if (!_read.Contains(member.Name) && !IsEmpty(member.Value))
            {
                throw ApiErrors.NotImplemented($"The parameter {_path}{member.Name}");
            }
        }
    }

    private ImmutableSortedDictionary<string, T>? Map<T>(string name, Func<JsonElement, T> read) => Find(name) is not { } value ? null
        : value.ValueKind != JsonValueKind.Object ? throw Wrong(value, "a Map")
        : value.EnumerateObject().ToImmutableSortedDictionary(static entry => entry.Name, entry => read(entry.Value), StringComparer.Ordinal);

    private JsonElement? Find(string name)
    {
        _read.Add(name);
        return _root.ValueKind == JsonValueKind.Object && _root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    /// <summary>The words of AWS's deserializer.</summary>
    private static ApiException Wrong(JsonElement value, string wanted) => ApiErrors.Serialization(value.ValueKind switch
    {
        JsonValueKind.Number => $"{Coral}numbers.TruncatingBigNumber can not be converted to {wanted}",
        JsonValueKind.True or JsonValueKind.False => $"class java.lang.Boolean can not be converted to {wanted}",
        JsonValueKind.String => $"STRING_VALUE can not be converted to {wanted}",
        _ => $"Start of structure or map found where not expected: it can not be converted to {wanted}",
    });

    /// <summary>Null, false, empty text, and lists and objects of only such: what SDKs and templates send for "none".</summary>
    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.String => value.ValueEquals(""),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => value.EnumerateObject().All(static member => IsEmpty(member.Value)),
        _ => false,
    };
}
