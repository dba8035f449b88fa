using System.Text.Json;

namespace Headrace.Apis.Templates;

/// <summary>How templates treat values.</summary>
internal static class VelocityValue
{
    private static readonly HashSet<string> Methods =
    [
        "json", "path", "params", "escapeJavaScript", "parseJson", "urlEncode", "urlDecode", "base64Encode", "base64Decode",
        "size", "get", "put", "keySet", "values", "entrySet", "containsKey", "contains", "isEmpty", "add", "equals", "toString", "length",
        "toLowerCase", "toUpperCase", "trim", "startsWith", "endsWith", "indexOf", "substring", "replace", "split",
    ];

    public static bool IsMethod(string name) => Methods.Contains(name);

    public static bool IsTrue(object? value) => value switch
    {
        null => false,
        bool flag => flag,
        _ => true,
    };

    public static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (null or "", null or "") => true,
        (null, _) or (_, null) => false,
        (long or double, long or double) => Number(left)!.Value.Equals(Number(right)!.Value),
        _ => left.Equals(right) || VelocityText.Of(left) == VelocityText.Of(right),
    };

    /// <summary>NaN where the two cannot be compared: then nothing holds.</summary>
    public static double Compare(object? left, object? right) =>
        Number(left) is { } a && Number(right) is { } b ? a.CompareTo(b) : left is string first && right is string second ? string.CompareOrdinal(first, second) : double.NaN;

    public static object? Calculate(string operation, object? left, object? right)
    {
        if (operation == "+" && (left is string || right is string))
        {
            var (before, after) = (VelocityText.Of(left), VelocityText.Of(right));
            VelocityText.Require(before.Length + after.Length <= VelocityTemplate.MaximumOutput);
            return before + after;
        }

        if (left is long a && right is long b)
        {
            return operation switch
            {
                "+" => unchecked(a + b),
                "-" => unchecked(a - b),
                "*" => unchecked(a * b),
                "/" => b is 0 or -1 ? b == 0 ? null : unchecked(-a) : a / b,
                _ => b is 0 or -1 ? b == 0 ? null : 0L : a % b,
            };
        }

        return Number(left) is { } x && Number(right) is { } y
            ? operation switch { "+" => x + y, "-" => x - y, "*" => x * y, "/" => x / y, _ => x % y }
            : null;
    }

    public static object? Member(object? target, string name) => target switch
    {
        IDictionary<string, object?> map => map.TryGetValue(name, out var value) ? value : null,
        ITemplateObject known => known.Member(name),
        KeyValuePair<string, object?> entry => name switch { "key" => entry.Key, "value" => entry.Value, _ => null },
        _ => null,
    };

    public static object? Index(object? target, object? key) => (target, key) switch
    {
        (IReadOnlyList<object?> list, long index) when index >= 0 && index < list.Count => list[(int)index],
        (IDictionary<string, object?> map, not null) => map.TryGetValue(VelocityText.Of(key), out var value) ? value : null,
        _ => null,
    };

    public static void Put(object? target, object? key, object? value)
    {
        switch (target, key)
        {
            case (IDictionary<string, object?> { IsReadOnly: false } map, not null):
                map[VelocityText.Of(key)] = value;
                break;
            case (List<object?> list, long index) when index >= 0 && index < list.Count:
                list[(int)index] = value;
                break;
        }
    }

    public static IReadOnlyList<object?> Items(object? value) => value switch
    {
        IReadOnlyList<object?> list => list,
        IDictionary<string, object?> map => [.. map.Values],
        _ => [],
    };

    public static object? Call(object? target, string method, IReadOnlyList<object?> arguments) => target switch
    {
        ITemplateObject known => known.Call(method, arguments),
        string text => CallText(text, method, arguments),
        IDictionary<string, object?> map => CallMap(map, method, arguments),
        IReadOnlyList<object?> list => CallList(list, method, arguments),
        null => null,
        _ => method is "toString" ? VelocityText.Of(target) : null,
    };

    /// <summary>A JSON value as a template sees it.</summary>
    public static object? OfJson(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Aggregate(new Dictionary<string, object?>(StringComparer.Ordinal), static (map, member) =>
        {
            map[member.Name] = OfJson(member.Value);
            return map;
        }),
        JsonValueKind.Array => new JsonList(value.EnumerateArray().Select(OfJson)),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? (object)whole : value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static double? Number(object? value) => value switch
    {
        long whole => whole,
        double real => real,
        _ => null,
    };

    private static object? CallText(string text, string method, IReadOnlyList<object?> arguments) => (method, arguments) switch
    {
        ("length" or "size", []) => (long)text.Length,
        ("isEmpty", []) => text.Length == 0,
        ("toString", []) => text,
        ("toLowerCase", []) => text.ToLowerInvariant(),
        ("toUpperCase", []) => text.ToUpperInvariant(),
        ("trim", []) => text.Trim(),
        ("equals", [var other]) => text.Equals(other),
        ("contains", [string part]) => text.Contains(part, StringComparison.Ordinal),
        ("startsWith", [string part]) => text.StartsWith(part, StringComparison.Ordinal),
        ("endsWith", [string part]) => text.EndsWith(part, StringComparison.Ordinal),
        ("indexOf", [string part]) => (long)text.IndexOf(part, StringComparison.Ordinal),
        ("replace", [string from, string to]) when from.Length > 0 => Replace(text, from, to),
        ("split", [string separator]) when separator.Length > 0 => text.Split(separator).Select(static part => (object?)part).ToList(),
        ("substring", [long from]) when from >= 0 && from <= text.Length => text[(int)from..],
        ("substring", [long from, long to]) when from >= 0 && to >= from && to <= text.Length => text[(int)from..(int)to],
        _ => null,
    };

    private static string Replace(string text, string from, string to)
    {
        VelocityText.Require((long)text.Length / from.Length * to.Length <= VelocityTemplate.MaximumOutput);
        return text.Replace(from, to, StringComparison.Ordinal);
    }

    private static object? CallMap(IDictionary<string, object?> map, string method, IReadOnlyList<object?> arguments)
    {
        switch (method, arguments)
        {
            case ("get", [var key]):
                return map.TryGetValue(VelocityText.Of(key), out var value) ? value : null;
            case ("put", [var key, var added]):
                var before = map.TryGetValue(VelocityText.Of(key), out var old) ? old : null;
                map[VelocityText.Of(key)] = added;
                return before ?? "";
            case ("keySet", []):
                return map.Keys.Select(static key => (object?)key).ToList();
            case ("values", []):
                return map.Values.ToList();
            case ("entrySet", []):
                return map.Select(static entry => (object?)entry).ToList();
            case ("containsKey", [var key]):
                return map.ContainsKey(VelocityText.Of(key));
            case ("size", []):
                return (long)map.Count;
            case ("isEmpty", []):
                return map.Count == 0;
            case ("toString", []):
                return VelocityText.Of(map);
            default:
                return null;
        }
    }

    private static object? CallList(IReadOnlyList<object?> list, string method, IReadOnlyList<object?> arguments)
    {
        switch (method, arguments)
        {
            case ("size", []):
                return (long)list.Count;
            case ("isEmpty", []):
                return list.Count == 0;
            case ("get", [long index]):
                return Index(list, index);
            case ("contains", [var item]):
                return list.Any(known => AreEqual(known, item));
            case ("add", [var item]) when list is List<object?> own && own.Count < 100_000:
                own.Add(item);
                return true;
            case ("toString", []):
                return VelocityText.Of(list);
            default:
                return null;
        }
    }
}
