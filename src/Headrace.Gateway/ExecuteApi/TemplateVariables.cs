using Headrace.Apis.Templates;

namespace Headrace.Gateway.ExecuteApi;

/// <summary>What a mapping template finds: <c>$input</c>, <c>$util</c>, <c>$context</c>, <c>$stageVariables</c>.</summary>
internal static class TemplateVariables
{
    public static Dictionary<string, object?> Of(RestCall call, Dictionary<string, object?> context, string body)
    {
        var parameters = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal)
        {
            ["path"] = call.PathParameters,
            ["querystring"] = Last(call.Query, StringComparer.Ordinal),
            ["header"] = Last(call.Headers, StringComparer.OrdinalIgnoreCase),
        };
        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["input"] = new TemplateInput(body, parameters),
            ["util"] = new TemplateUtil(),
            ["context"] = context,
            ["stageVariables"] = (call.StageVariables ?? new Dictionary<string, string>()).ToDictionary(static entry => entry.Key, static entry => (object?)entry.Value, StringComparer.Ordinal),
        };
    }

    /// <summary>Dots make maps: <c>identity.sourceIp</c>. The overrides are there to be set.</summary>
    public static Dictionary<string, object?> ContextOf(RestCall call)
    {
        var context = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["requestOverride"] = new Dictionary<string, object?> { ["header"] = New(), ["path"] = New(), ["querystring"] = New() },
            ["responseOverride"] = new Dictionary<string, object?> { ["header"] = New() },
        };
        foreach (var (name, value) in RestContext.Of(call).Values)
        {
            var at = context;
            var parts = name.Split('.');
            foreach (var part in parts[..^1])
            {
                at = (Dictionary<string, object?>)(at.TryGetValue(part, out var known) ? known! : at[part] = New());
            }

            at[parts[^1]] = value;
        }

        return context;

        static Dictionary<string, object?> New() => new(StringComparer.Ordinal);
    }

    private static Dictionary<string, string> Last(List<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> list, StringComparer comparer)
    {
        var values = new Dictionary<string, string>(comparer);
        foreach (var (name, value) in list)
        {
            values[name] = value.Count == 0 ? "" : value[^1] ?? "";
        }

        return values;
    }
}
