using System.Text.Json;
using Headrace.Tables;
using Headrace.Tables.Values;

namespace Headrace.Gateway.DynamoDb;

/// <summary>Reads parameters whose types have been checked. A null is as good as nothing.</summary>
internal static class Inputs
{
    public static JsonElement? Find(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static bool Has(this JsonElement json, string name) => json.Find(name) is not null;

    public static string? FindString(this JsonElement json, string name) => json.Find(name)?.GetString();

    public static int? FindInt32(this JsonElement json, string name) => json.Find(name) is not { } value ? null
        : value.TryGetInt32(out var whole) ? whole
        : (int)Math.Clamp(value.GetDouble(), int.MinValue, int.MaxValue);

    public static long? FindInt64(this JsonElement json, string name) => json.Find(name) is not { } value ? null
        : value.TryGetInt64(out var whole) ? whole
        : (long)Math.Clamp(value.GetDouble(), long.MinValue, long.MaxValue);

    public static bool? FindBoolean(this JsonElement json, string name) => json.Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.True || (value.ValueKind == JsonValueKind.String && value.GetString()!.ToUpperInvariant() is "TRUE" or "1" or "YES");

    public static IEnumerable<JsonElement> FindList(this JsonElement json, string name) =>
        json.Find(name)?.EnumerateArray().Where(static element => element.ValueKind != JsonValueKind.Null) ?? [];

    public static IEnumerable<JsonProperty> FindMap(this JsonElement json, string name) =>
        json.Find(name)?.EnumerateObject().Where(static member => member.Value.ValueKind != JsonValueKind.Null) ?? [];

    /// <summary>Attribute values by name.</summary>
    /// <exception cref="TablesException">ValidationException.</exception>
    public static Dictionary<string, AttributeValue> Attributes(this JsonElement json, string name) => AttributeReader.ReadItem(json.GetProperty(name));

    /// <summary>AttributesToGet, in which no name may come twice.</summary>
    /// <exception cref="TablesException">ValidationException.</exception>
    public static string[] AttributesToGet(this JsonElement json)
    {
        string[] names = [.. json.FindList("AttributesToGet").Select(static element => element.GetString()!)];
        var seen = new HashSet<string>();
        return Array.Find(names, name => !seen.Add(name)) is { } twice
            ? throw TablesErrors.InvalidParameter($"Duplicate value in attribute name: {twice}")
            : names;
    }
}
