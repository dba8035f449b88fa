using System.Collections.Frozen;

namespace Headrace.Apis.Http;

/// <summary>Finds the route of a request.</summary>
/// <remarks>
/// The most specific wins: all segments equal, then placeholders, then a greedy <c>{proxy+}</c>, then <c>$default</c>; among equals the method before <c>ANY</c>.
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html#http-api-develop-routes.evaluation
/// </remarks>
public sealed class HttpRoutes
{
    private readonly Candidate[] _candidates;
    private readonly FrozenDictionary<string, Candidate> _literals;
    private readonly Route? _default;

    public HttpRoutes(IEnumerable<Route> routes)
    {
        var all = routes.ToList();
        _default = all.Find(static route => route.RouteKey == "$default");
        _candidates = [.. all.Where(static route => route.RouteKey.Contains(' ', StringComparison.Ordinal)).Select(Candidate.Of).OrderBy(static candidate => candidate)];
        _literals = _candidates.Where(static candidate => candidate.IsLiteral).ToFrozenDictionary(static candidate => candidate.Route.RouteKey, StringComparer.Ordinal);
    }

    /// <param name="path">As sent, after the stage.</param>
    public (Route Route, IReadOnlyDictionary<string, string> Values)? Find(string method, string path)
    {
        if (_literals.TryGetValue($"{method} {path}", out var literal) || _literals.TryGetValue($"ANY {path}", out literal))
        {
            return (literal.Route, FrozenDictionary<string, string>.Empty);
        }

        var segments = path.Split('/')[1..];
        foreach (var candidate in _candidates)
        {
            if ((candidate.Method == "ANY" || candidate.Method == method) && candidate.Match(segments) is { } values)
            {
                return (candidate.Route, values);
            }
        }

        return _default is null ? null : (_default, FrozenDictionary<string, string>.Empty);
    }

    private sealed record Candidate(Route Route, string Method, string[] Segments) : IComparable<Candidate>
    {
        public bool IsLiteral => Segments.All(static segment => segment is not ['{', ..]);

        public static Candidate Of(Route route)
        {
            var space = route.RouteKey.IndexOf(' ', StringComparison.Ordinal);
            return new Candidate(route, route.RouteKey[..space], route.RouteKey[(space + 1)..].Split('/')[1..]);
        }

        public int CompareTo(Candidate? other)
        {
            for (var i = 0; i < Math.Min(Segments.Length, other!.Segments.Length); i++)
            {
                if (Rank(Segments[i]) - Rank(other.Segments[i]) is var difference and not 0)
                {
                    return difference;
                }
            }

            return Segments.Length != other.Segments.Length ? other.Segments.Length - Segments.Length : (Method == "ANY" ? 1 : 0) - (other.Method == "ANY" ? 1 : 0);
        }

        public IReadOnlyDictionary<string, string>? Match(string[] segments)
        {
            Dictionary<string, string>? values = null;
            for (var i = 0; i < Segments.Length; i++)
            {
                if (Segments[i] is ['{', .. var greedy, '+', '}'])
                {
                    var rest = i < segments.Length ? string.Join('/', segments[i..]) : "";
                    (values ??= [])[greedy] = Uri.UnescapeDataString(rest);
                    return rest.Length > 0 ? values : null;
                }

                if (i >= segments.Length)
                {
                    return null;
                }

                if (Segments[i] is ['{', .. var name, '}'])
                {
                    if (segments[i].Length == 0)
                    {
                        return null;
                    }

                    (values ??= [])[name] = Uri.UnescapeDataString(segments[i]);
                }
                else if (Segments[i] != segments[i])
                {
                    return null;
                }
            }

            return segments.Length == Segments.Length ? values ?? (IReadOnlyDictionary<string, string>)FrozenDictionary<string, string>.Empty : null;
        }

        private static int Rank(string segment) => segment is ['{', .., '+', '}'] ? 2 : segment is ['{', .., '}'] ? 1 : 0;
    }
}
