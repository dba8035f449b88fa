using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Headrace.Apis.Templates;

/// <summary><c>$input</c>: the payload and the request's parameters.</summary>
/// <param name="parameters"><c>path</c>, <c>querystring</c> and <c>header</c>, in the order in which <c>params('x')</c> looks.</param>
public sealed class TemplateInput(string body, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> parameters) : ITemplateObject
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private JsonElement? _root;

    /// <summary>No body is an empty object, as recorded.</summary>
    public object? Member(string name) => name == "body" ? body is "" ? "{}" : body : null;

    public object? Call(string method, IReadOnlyList<object?> arguments) => (method, arguments) switch
    {
        ("json", [string path]) => Json(path),
        ("path", [string path]) => Find(path) is { } found ? VelocityValue.OfJson(found) : null,
        ("params", []) => parameters.ToDictionary(static group => group.Key, static group => (object?)group.Value.ToDictionary(static entry => entry.Key, static entry => (object?)entry.Value), StringComparer.Ordinal),
        ("params", [string name]) => parameters.Values.Select(group => group.GetValueOrDefault(name)).FirstOrDefault(static value => value is not null) ?? "",
        _ => throw new TemplateException($"$input.{method}", isSyntax: true),
    };

    private string Json(string path)
    {
        if (Find(path) is not { } found)
        {
            return "\"\"";
        }

        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            found.WriteTo(json);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private JsonElement? Find(string path)
    {
        _root ??= Parse();
        return JsonPath.Find(_root.Value, path);
    }

    /// <summary>No payload is an empty object, and what is no JSON is text.</summary>
    private JsonElement Parse()
    {
        try
        {
            using var document = JsonDocument.Parse(string.IsNullOrWhiteSpace(body) ? "{}" : body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            using var document = JsonDocument.Parse(JsonSerializer.Serialize(body, TemplateJson.Default.String));
            return document.RootElement.Clone();
        }
    }
}
