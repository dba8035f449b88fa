using System.Globalization;
using System.Text.Json;

namespace Headrace.Apis.Templates;

/// <summary>The JSON paths that mapping templates use: <c>$</c>, <c>$.a.b</c>, <c>$['a']</c>, <c>$.a[0]</c>, <c>$.a[*].b</c>.</summary>
public static class JsonPath
{
    /// <summary>Null when nothing is there, or the path is none.</summary>
    public static JsonElement? Find(JsonElement root, string path)
    {
        if (!path.StartsWith('$'))
        {
            path = $"$.{path}";
        }

        return Walk(root, path.AsSpan(1));
    }

    private static JsonElement? Walk(JsonElement at, ReadOnlySpan<char> path)
    {
        while (!path.IsEmpty)
        {
            string name;
            if (path[0] == '[')
            {
                var end = path.IndexOf(']');
                if (end < 0)
                {
                    return null;
                }

                name = path[1..end].ToString();
                path = path[(end + 1)..];
                if (name == "*")
                {
                    return All(at, path.ToString());
                }

                if (name is ['\'', .., '\''] or ['"', .., '"'])
                {
                    name = name[1..^1];
                }
                else if (at.ValueKind == JsonValueKind.Array && int.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
                {
                    index = index < 0 ? at.GetArrayLength() + index : index;
                    if (index < 0 || index >= at.GetArrayLength())
                    {
                        return null;
                    }

                    at = at[index];
                    continue;
                }
                else
                {
                    return null;
                }
            }
            else if (path[0] == '.')
            {
                path = path[1..];
                var end = path.IndexOfAny('.', '[');
                name = (end < 0 ? path : path[..end]).ToString();
                path = end < 0 ? [] : path[end..];
            }
            else
            {
                return null;
            }

            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return null;
            }
        }

        return at;
    }

    private static JsonElement? All(JsonElement at, string rest)
    {
        if (at.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var item in at.EnumerateArray())
            {
                Walk(item, rest)?.WriteTo(json);
            }

            json.WriteEndArray();
        }

        using var document = JsonDocument.Parse(buffer.ToArray());
        return document.RootElement.Clone();
    }
}
