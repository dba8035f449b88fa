using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Headrace.Apis.Rest;
using Microsoft.Extensions.Primitives;

namespace Headrace.Gateway.ExecuteApi;

/// <summary>What an integration's request parameters make of a request: <c>integration.request.header.x</c> from <c>method.request.querystring.y</c> and the like.</summary>
/// <remarks><see href="https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html"/></remarks>
internal sealed partial class RequestMapping
{
    public List<KeyValuePair<string, StringValues>> Headers { get; } = [];

    public List<KeyValuePair<string, StringValues>> Query { get; } = [];

    public Dictionary<string, string> Path { get; } = new(StringComparer.Ordinal);

    public static RequestMapping Apply(RestCall call, Integration integration)
    {
        var mapping = new RequestMapping();
        foreach (var (target, source) in integration.RequestParameters ?? ImmutableSortedDictionary<string, string>.Empty)
        {
            if (target.Split('.', 4) is not ["integration", "request", var place, var name] || ValueOf(call, source) is not { } value)
            {
                continue;
            }

            switch (place)
            {
                case "header":
                    mapping.Headers.Add(new(name, value));
                    break;
                case "querystring":
                    mapping.Query.Add(new(name, value));
                    break;
                case "path":
                    mapping.Path[name] = value.ToString();
                    break;
            }
        }

        return mapping;
    }

    /// <summary>What a template set in <c>$context.requestOverride</c> goes before what is mapped.</summary>
    public void Override(object? overrides)
    {
        foreach (var (name, value) in PlaceOf("header"))
        {
            Headers.RemoveAll(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
            Headers.Add(new(name, TextOf(value)));
        }

        foreach (var (name, value) in PlaceOf("querystring"))
        {
            Query.RemoveAll(parameter => parameter.Key == name);
            Query.Add(new(name, TextOf(value)));
        }

        foreach (var (name, value) in PlaceOf("path"))
        {
            Path[name] = TextOf(value);
        }

        IEnumerable<KeyValuePair<string, object?>> PlaceOf(string place) =>
            overrides is IDictionary<string, object?> places && places.TryGetValue(place, out var values) && values is IDictionary<string, object?> map ? map : [];

        static string TextOf(object? value) => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "";
    }

    /// <summary><c>'static'</c>, <c>method.request.…</c>, <c>context.…</c>, <c>stageVariables.…</c></summary>
    public static StringValues? ValueOf(RestCall call, string source)
    {
        if (source is ['\'', .. var text, '\''])
        {
            return text;
        }

        if (source.StartsWith("stageVariables.", StringComparison.Ordinal))
        {
            return call.StageVariables?.GetValueOrDefault(source["stageVariables.".Length..]) is { } variable ? variable : null;
        }

        return source.StartsWith("context.", StringComparison.Ordinal)
            ? (RestContext.Of(call).Find(source["context.".Length..]) is { } context ? context : null)
            : call.ParameterOf(source);
    }

    /// <summary>The mapped values in place of the request's own.</summary>
    public static List<KeyValuePair<string, StringValues>> Merge(List<KeyValuePair<string, StringValues>> own, List<KeyValuePair<string, StringValues>> mapped) => mapped.Count == 0
        ? own
        : [.. own.Where(entry => !mapped.Exists(replacing => replacing.Key.Equals(entry.Key, StringComparison.OrdinalIgnoreCase))), .. mapped];

    public string UriOf(RestCall call, string template, List<KeyValuePair<string, StringValues>> query)
    {
        var uri = WithStageVariables(template, call.StageVariables);
        foreach (var (name, value) in Path)
        {
            uri = uri.Replace($"{{{name}}}", value, StringComparison.Ordinal).Replace($"{{{name}+}}", value, StringComparison.Ordinal);
        }

        var text = new StringBuilder(uri);
        foreach (var (name, values) in query)
        {
            foreach (var value in values)
            {
                text.Append(text.ToString().Contains('?', StringComparison.Ordinal) ? '&' : '?').Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value ?? ""));
            }
        }

        return text.ToString();
    }

    public static string WithStageVariables(string text, IReadOnlyDictionary<string, string>? variables) => text.Contains("${stageVariables.", StringComparison.Ordinal)
        ? StageVariable().Replace(text, match => variables?.GetValueOrDefault(match.Groups[1].Value) ?? "")
        : text;

    [GeneratedRegex(@"\$\{stageVariables\.([A-Za-z0-9_]+)\}")]
    private static partial Regex StageVariable();
}
