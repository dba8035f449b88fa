using System.Collections.Frozen;

namespace Headrace.Apis.Rest;

/// <summary>Finds the resource that serves a path: a literal segment before a placeholder, a placeholder before a greedy one.</summary>
public sealed class RestRoutes
{
    private readonly Node _root = new();

    public RestRoutes(IEnumerable<Resource> resources)
    {
        foreach (var resource in resources)
        {
            var node = _root;
            foreach (var segment in resource.Path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                node = segment is ['{', .., '+', '}'] ? node.Greedy ??= new Node()
                    : segment is ['{', .., '}'] ? node.Placeholder ??= new Node()
                    : node.Literals.TryGetValue(segment, out var next) ? next : node.Literals[segment] = new Node();
            }

            node.Resource = resource;
        }
    }

    /// <summary>The resource of a path and what its placeholders stand for; null when no resource with a fitting method has the path.</summary>
    /// <param name="path">As sent. A slash at its end counts for nothing.</param>
    public (Resource Resource, Method Method, IReadOnlyDictionary<string, string> Values)? Find(string httpMethod, string path)
    {
        // Slashes between segments count; those around them do not.
        var trimmed = path.AsSpan().Trim('/');
        var segments = trimmed.IsEmpty ? [] : trimmed.ToString().Split('/');
        foreach (var resource in Candidates(_root, segments, 0))
        {
            if ((resource.Methods.GetValueOrDefault(httpMethod) ?? resource.Methods.GetValueOrDefault("ANY")) is { } method)
            {
                return (resource, method, ValuesOf(resource, segments));
            }

            // The most specific path decides; that it lacks the method does not hand the request to another.
            return null;
        }

        return null;
    }

    private static IEnumerable<Resource> Candidates(Node node, string[] segments, int at)
    {
        if (at == segments.Length)
        {
            if (node.Resource is { Methods.Count: > 0 } here)
            {
                yield return here;
            }

            yield break;
        }

        if (node.Literals.TryGetValue(segments[at], out var literal))
        {
            foreach (var found in Candidates(literal, segments, at + 1))
            {
                yield return found;
            }
        }

        if (node.Placeholder is { } placeholder && segments[at].Length > 0)
        {
            foreach (var found in Candidates(placeholder, segments, at + 1))
            {
                yield return found;
            }
        }

        if (node.Greedy?.Resource is { Methods.Count: > 0 } greedy)
        {
            yield return greedy;
        }
    }

    private static IReadOnlyDictionary<string, string> ValuesOf(Resource resource, string[] segments)
    {
        if (!resource.Path.Contains('{', StringComparison.Ordinal))
        {
            return FrozenDictionary<string, string>.Empty;
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var parts = resource.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i] is ['{', .. var greedy, '+', '}'])
            {
                values[greedy] = string.Join('/', segments[i..]);
            }
            else if (parts[i] is ['{', .. var name, '}'])
            {
                values[name] = segments[i];
            }
        }

        return values;
    }

    private sealed class Node
    {
        public Dictionary<string, Node> Literals { get; } = new(StringComparer.Ordinal);

        public Node? Placeholder { get; set; }

        public Node? Greedy { get; set; }

        public Resource? Resource { get; set; }
    }
}
