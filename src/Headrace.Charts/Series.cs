namespace Headrace.Charts;

/// <param name="Name">Stands in the legend; empty: not in it.</param>
public sealed record Series(string Name, SeriesKind Kind, IReadOnlyList<Point> Points)
{
    /// <summary>In units of the axis across the bars.</summary>
    public double BarWidth { get; init; } = 0.8;

    /// <summary>Of six (0 blue, 1 vermilion, 2 green, 3 purple, 4 ochre, 5 gray); null: by its place among the series.</summary>
    public int? Colour { get; init; }
}
