using System.Globalization;

namespace Headrace.Tables.Expressions;

/// <summary>One step of a document path: a member of a map, or an element of a list.</summary>
/// <param name="Name">Null for an element of a list.</param>
public readonly record struct PathElement(string? Name, int Index)
{
    public static PathElement Of(string name) => new(name, 0);

    public static PathElement Of(int index) => new(null, index);

    public override string ToString() => Name ?? string.Create(CultureInfo.InvariantCulture, $"[{Index}]");
}
