namespace Headrace.Lab.Comparing;

/// <summary>Run B held against run A.</summary>
/// <param name="A">Its name.</param>
/// <param name="Warnings">What makes the two hard to compare.</param>
/// <param name="Changes">Of the whole runs first, then by group; only what both have.</param>
/// <param name="Margin">The relative change that matters.</param>
public sealed record RunComparison(string A, string B, double Margin, IReadOnlyList<string> Warnings, IReadOnlyList<MetricChange> Changes)
{
    /// <param name="a">Before.</param>
    /// <param name="b">After.</param>
    public static RunComparison Of(ComparedRun a, ComparedRun b, CompareOptions options)
    {
        var fromItems = a.HasItems && b.HasItems;
        var (before, after) = (a.Figures(fromItems, options, "A"), b.Figures(fromItems, options, "B"));
        return new(
            a.Name, b.Name, options.Margin, [.. RunDifferences.Between(a, b)],
            [.. from figure in before
                where after.ContainsKey(figure.Key)
                orderby figure.Key.Group.Length > 0, figure.Key.Population
                select MetricChange.Of(figure.Key, figure.Value, after[figure.Key], options.Margin)]);
    }
}
