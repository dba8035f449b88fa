using System.Collections;

namespace Headrace.Gateway.Lambda;

/// <summary>Finds what a method and a path stand for, segment by segment. A literal segment goes before a placeholder.</summary>
internal sealed class RouteTree<T> : IEnumerable
    where T : class
{
    private static readonly Dictionary<string, string> None = [];

    private readonly Node _root = new();

    /// <param name="template">Such as <c>/2015-03-31/functions/{FunctionName}</c>.</param>
    public void Add(string method, string template, T target)
    {
        var node = _root;
        var names = new List<string>();
        foreach (var segment in template.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (segment[0] == '{')
            {
                names.Add(segment.Trim('{', '}'));
                node = node.Placeholder ??= new Node();
            }
            else
            {
                node = node.Literals.TryGetValue(segment, out var next) ? next : node.Literals[segment] = new Node();
            }
        }

        node.Targets.Add(method, (target, [.. names]));
    }

    /// <param name="path">As sent, percent-encoded; slashes at its end count for nothing.</param>
    /// <param name="values">The placeholders' values, decoded.</param>
    public T? Find(string method, string path, out IReadOnlyDictionary<string, string> values)
    {
        values = None;
        var node = _root;
        var found = new List<string>(3);
        foreach (var range in path.AsSpan().Split('/'))
        {
            var segment = path.AsSpan(range);
            if (segment.IsEmpty)
            {
                continue;
            }

            if (node.Literals.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(segment, out var next))
            {
                node = next;
            }
            else if (node.Placeholder is { } placeholder)
            {
                node = placeholder;
                found.Add(Uri.UnescapeDataString(segment));
            }
            else
            {
                return null;
            }
        }

        if (!node.Targets.TryGetValue(method, out var target))
        {
            return null;
        }

        if (found.Count > 0)
        {
            values = target.Names.Zip(found).ToDictionary(static pair => pair.First, static pair => pair.Second, StringComparer.Ordinal);
        }

        return target.Value;
    }

    IEnumerator IEnumerable.GetEnumerator() => throw new NotSupportedException("Only for the collection initializer.");

    private sealed class Node
    {
        public Dictionary<string, Node> Literals { get; } = new(StringComparer.Ordinal);

        public Node? Placeholder { get; set; }

        public Dictionary<string, (T Value, string[] Names)> Targets { get; } = new(StringComparer.Ordinal);
    }
}
