namespace Headrace.Apis.Templates;

/// <summary>A list out of JSON: it prints as JSON, where lists that a template makes print as Java's do.</summary>
internal sealed class JsonList(IEnumerable<object?> items) : List<object?>(items);
