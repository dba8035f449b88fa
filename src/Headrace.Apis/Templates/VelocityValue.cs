using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Headrace.Apis.Templates;

/// <summary>How templates treat values.</summary>
internal static class VelocityValue
{
    /// <summary>A map can be put into itself.</summary>
    private const int MaximumDepth = 100;

    private static readonly HashSet<string> Methods =
    [
        "json", "path", "params", "escapeJavaScript", "parseJson", "urlEncode", "urlDecode", "base64Encode", "base64Decode",
        "size", "get", "put", "keySet", "values", "entrySet", "containsKey", "contains", "isEmpty", "add", "equals", "toString", "length",
        "toLowerCase", "toUpperCase", "trim", "startsWith", "endsWith", "indexOf", "substring", "replace", "split",
    ];

    public static bool IsMethod(string name) => Methods.Contains(name);

    /// <summary>As Java prints it.</summary>
    /// <exception cref="TemplateException">A value that holds itself, or that would not end.</exception>
    public static string Text(object? value)
    {
        if (value is string text)
        {
            return text;
        }

        var output = new StringBuilder();
        Append(output, value, 0);
        return output.ToString();
    }

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
        _ => left.Equals(right) || Text(left) == Text(right),
    };

    /// <summary>NaN where the two cannot be compared: then nothing holds.</summary>
    public static double Compare(object? left, object? right) =>
        Number(left) is { } a && Number(right) is { } b ? a.CompareTo(b) : left is string first && right is string second ? string.CompareOrdinal(first, second) : double.NaN;

    public static object? Calculate(string operation, object? left, object? right)
    {
        if (operation == "+" && (left is string || right is string))
        {
            var (before, after) = (Text(left), Text(right));
            Require(before.Length + after.Length <= VelocityTemplate.MaximumOutput);
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
        (IDictionary<string, object?> map, not null) => map.TryGetValue(Text(key), out var value) ? value : null,
        _ => null,
    };

    public static void Put(object? target, object? key, object? value)
    {
        switch (target, key)
        {
            case (IDictionary<string, object?> { IsReadOnly: false } map, not null):
                map[Text(key)] = value;
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
        _ => method is "toString" ? Text(target) : null,
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

    private static void Append(StringBuilder output, object? value, int depth)
    {
        Require(depth < MaximumDepth && output.Length <= VelocityTemplate.MaximumOutput);
        switch (value)
        {
            case null:
                break;
            case bool flag:
                output.Append(flag ? "true" : "false");
                break;
            case double real:
                output.Append(real.ToString("0.0################", CultureInfo.InvariantCulture));
                break;
            case JsonList list:
                AppendJson(output, list, depth);
                break;
            case IDictionary<string, object?> map:
                AppendItems('{', map, '}', entry =>
                {
                    output.Append(entry.Key).Append('=');
                    Append(output, entry.Value, depth + 1);
                });
                break;
            case IReadOnlyList<object?> list:
                AppendItems('[', list, ']', item => Append(output, item, depth + 1));
                break;
            case IFormattable number:
                output.Append(number.ToString(null, CultureInfo.InvariantCulture));
                break;
            default:
                output.Append(value);
                break;
        }

        void AppendItems<T>(char open, IEnumerable<T> items, char close, Action<T> append)
        {
            output.Append(open);
            var separator = "";
            foreach (var item in items)
            {
                output.Append(separator);
                separator = ", ";
                append(item);
            }

            output.Append(close);
        }
    }

    private static void AppendJson(StringBuilder output, object? value, int depth)
    {
        Require(depth < MaximumDepth && output.Length <= VelocityTemplate.MaximumOutput);
        var separator = "";
        switch (value)
        {
            case IDictionary<string, object?> map:
                output.Append('{');
                foreach (var (name, member) in map)
                {
                    output.Append(separator).Append('"').Append(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(name)).Append("\":");
                    AppendJson(output, member, depth + 1);
                    separator = ",";
                }

                output.Append('}');
                break;
            case IReadOnlyList<object?> list:
                output.Append('[');
                foreach (var item in list)
                {
                    output.Append(separator);
                    AppendJson(output, item, depth + 1);
                    separator = ",";
                }

                output.Append(']');
                break;
            case null or bool or long or double:
                output.Append(value is null ? "null" : Text(value));
                break;
            default:
                output.Append('"').Append(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(Text(value))).Append('"');
                break;
        }
    }

    private static void Require(bool isBounded)
    {
        if (!isBounded)
        {
            throw new TemplateException("A value that is too long or too deep", isSyntax: true);
        }
    }

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
        Require((long)text.Length / from.Length * to.Length <= VelocityTemplate.MaximumOutput);
        return text.Replace(from, to, StringComparison.Ordinal);
    }

    private static object? CallMap(IDictionary<string, object?> map, string method, IReadOnlyList<object?> arguments)
    {
        switch (method, arguments)
        {
            case ("get", [var key]):
                return map.TryGetValue(Text(key), out var value) ? value : null;
            case ("put", [var key, var added]):
                var before = map.TryGetValue(Text(key), out var old) ? old : null;
                map[Text(key)] = added;
                return before ?? "";
            case ("keySet", []):
                return map.Keys.Select(static key => (object?)key).ToList();
            case ("values", []):
                return map.Values.ToList();
            case ("entrySet", []):
                return map.Select(static entry => (object?)entry).ToList();
            case ("containsKey", [var key]):
                return map.ContainsKey(Text(key));
            case ("size", []):
                return (long)map.Count;
            case ("isEmpty", []):
                return map.Count == 0;
            case ("toString", []):
                return Text(map);
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
                return Text(list);
            default:
                return null;
        }
    }
}
