using System.Globalization;
using System.Text.Json;

namespace Headrace.Telemetry.Logs.Filters;

/// <summary>A path into a JSON message: <c>$.a.b[0]</c>, <c>$.items[*].id</c>, <c>$.*</c>, <c>$.['a.b']</c>.</summary>
internal sealed class JsonSelector
{
    /// <summary>A member's name, an index, or null for all of an object or array.</summary>
    private readonly List<object?> _steps = [];

    public static JsonSelector Read(PatternText text)
    {
        text.Expect("$");
        var selector = new JsonSelector();
        while (text.Peek is '.' or '[')
        {
            if (text.TryRead(".") && text.Peek != '[')
            {
                var name = text.ReadUntil(".[]=!<>&|(){},\"");
                selector._steps.Add(name switch { "" => throw text.Error("a member"), "*" => null, _ => name });
                continue;
            }

            text.Expect("[");
            selector._steps.Add(Bracket(text));
            text.Expect("]");
        }

        return selector;
    }

    public IEnumerable<JsonElement> Select(JsonElement root)
    {
        IEnumerable<JsonElement> selected = [root];
        foreach (var step in _steps)
        {
            selected = selected.SelectMany(value => Step(value, step));
        }

        return selected;
    }

    private static object? Bracket(PatternText text)
    {
        text.SkipSpace();
        if (text.TryRead("*"))
        {
            return null;
        }

        if (text.Peek is '\'' or '"')
        {
            return text.ReadDelimited();
        }

        return int.TryParse(text.ReadUntil("]"), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : throw text.Error("an index");
    }

    private static IEnumerable<JsonElement> Step(JsonElement value, object? step) => (value.ValueKind, step) switch
    {
        (JsonValueKind.Object, string name) => value.TryGetProperty(name, out var member) ? [member] : [],
        (JsonValueKind.Object, null) => value.EnumerateObject().Select(member => member.Value),
        (JsonValueKind.Array, int index) => index < value.GetArrayLength() ? [value[index]] : [],
        (JsonValueKind.Array, null) => value.EnumerateArray(),
        _ => [],
    };
}
