using Headrace.Tables.Values;

namespace Headrace.Tables.Expressions;

/// <summary>Where in an item: <c>a.b[3].c</c>, names resolved.</summary>
public sealed class DocumentPath(IReadOnlyList<PathElement> elements) : IEquatable<DocumentPath>
{
    public IReadOnlyList<PathElement> Elements { get; } = elements;

    /// <summary>The attribute that it begins with.</summary>
    public string Attribute => Elements[0].Name!;

    public bool IsNested => Elements.Count > 1;

    public static DocumentPath Of(string attribute) => new([PathElement.Of(attribute)]);

    /// <summary>What stands there; null when nothing does.</summary>
    public AttributeValue? Find(Dictionary<string, AttributeValue> item)
    {
        if (!item.TryGetValue(Attribute, out var value))
        {
            return null;
        }

        for (var i = 1; i < Elements.Count; i++)
        {
            var element = Elements[i];
            if (element.Name is { } name)
            {
                if (value.Type != AttributeType.M || !value.Map.TryGetValue(name, out value))
                {
                    return null;
                }
            }
            else if (value.Type == AttributeType.L && element.Index < value.List.Count)
            {
                value = value.List[element.Index];
            }
            else
            {
                return null;
            }
        }

        return value;
    }

    public bool Equals(DocumentPath? other) => other is not null && Elements.SequenceEqual(other.Elements);

    public override bool Equals(object? obj) => Equals(obj as DocumentPath);

    public override int GetHashCode() => HashCode.Combine(Elements.Count, Elements[0]);

    /// <summary>As AWS's errors show it: <c>[a, [0], b]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", Elements)}]";
}
