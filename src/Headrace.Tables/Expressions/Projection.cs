using Headrace.Tables.Values;

namespace Headrace.Tables.Expressions;

/// <summary>The parts of an item that a reader asked for: ProjectionExpression, or the older AttributesToGet.</summary>
public sealed class Projection
{
    private readonly IReadOnlyList<DocumentPath> _paths;

    public Projection(IReadOnlyList<DocumentPath> paths) => _paths = paths;

    public IReadOnlyList<DocumentPath> Paths => _paths;

    /// <exception cref="TablesException">ValidationException.</exception>
    public static Projection Parse(string text, Placeholders placeholders) =>
        ExpressionReader.Read("ProjectionExpression", text, placeholders, static _ => false, static reader =>
        {
            var paths = new PathSet();
            do
            {
                if (reader.ReadPath() is { } path)
                {
                    paths.Add(path, reader.Errors);
                }
            }
            while (reader.Take(","));
            return new Projection(paths.Paths);
        });

    public static Projection OfAttributes(IEnumerable<string> names) => new([.. names.Select(DocumentPath.Of)]);

    /// <summary>A new item with those parts of <paramref name="item"/> that are there, lists closed up.</summary>
    public Dictionary<string, AttributeValue> Apply(Dictionary<string, AttributeValue> item)
    {
        var root = new Branch();
        foreach (var path in _paths)
        {
            if (path.Find(item) is { } value)
            {
                root.Add(path.Elements, 0, value);
            }
        }

        return root.ToMap();
    }

    /// <summary>A part of the answer under construction.</summary>
    private sealed class Branch
    {
        private readonly Dictionary<string, object> _members = [];
        private readonly SortedDictionary<int, object> _elements = [];

        public void Add(IReadOnlyList<PathElement> elements, int at, AttributeValue value)
        {
            var element = elements[at];
            if (at == elements.Count - 1)
            {
                Set(element, value);
                return;
            }

            if (Get(element) is not Branch next)
            {
                next = new Branch();
                Set(element, next);
            }

            next.Add(elements, at + 1, value);
        }

        public Dictionary<string, AttributeValue> ToMap() => _members.ToDictionary(static pair => pair.Key, static pair => ToValue(pair.Value));

        private static AttributeValue ToValue(object part) => part as AttributeValue ?? ((Branch)part).ToValue();

        private AttributeValue ToValue() => _elements.Count > 0
            ? AttributeValue.OfList([.. _elements.Values.Select(ToValue)])
            : AttributeValue.OfMap(ToMap());

        private object? Get(PathElement element) =>
            element.Name is { } name ? _members.GetValueOrDefault(name) : _elements.GetValueOrDefault(element.Index);

        private void Set(PathElement element, object part)
        {
            if (element.Name is { } name)
            {
                _members[name] = part;
            }
            else
            {
                _elements[element.Index] = part;
            }
        }
    }
}
