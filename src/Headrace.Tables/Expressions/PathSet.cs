namespace Headrace.Tables.Expressions;

/// <summary>Paths of one expression, of which none may lie within another.</summary>
internal sealed class PathSet
{
    private readonly List<DocumentPath> _paths = [];

    public IReadOnlyList<DocumentPath> Paths => _paths;

    public void Add(DocumentPath path, ExpressionErrors errors)
    {
        foreach (var earlier in _paths)
        {
            if (Compare(earlier, path, errors))
            {
                return;
            }
        }

        _paths.Add(path);
    }

    /// <summary>True when the two cannot stand beside each other.</summary>
    private static bool Compare(DocumentPath one, DocumentPath two, ExpressionErrors errors)
    {
        for (var i = 0; i < Math.Min(one.Elements.Count, two.Elements.Count); i++)
        {
            var (left, right) = (one.Elements[i], two.Elements[i]);
            if (left.Name is null != right.Name is null)
            {
                errors.Add(ExpressionFault.PathConflict, $"Two document paths conflict with each other; must remove or rewrite one of these paths; path one: {one}, path two: {two}");
                return true;
            }

            if (left != right)
            {
                return false;
            }
        }

        errors.Add(ExpressionFault.PathOverlap, $"Two document paths overlap with each other; must remove or rewrite one of these paths; path one: {one}, path two: {two}");
        return true;
    }
}
