namespace Headrace.Charts;

/// <param name="Name">Stands in the legend; empty: not in it.</param>
public sealed record Series(string Name, SeriesKind Kind, IReadOnlyList<Point> Points)
{
    /// <summary>In units of the x axis.</summary>
    public double BarWidth { get; init; } = 0.8;
}
