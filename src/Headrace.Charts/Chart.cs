namespace Headrace.Charts;

/// <summary>One chart: two axes and what is drawn between them, first series undermost.</summary>
public sealed record Chart
{
    public required string Title { get; init; }

    /// <summary>One line below the title.</summary>
    public string Subtitle { get; init; } = "";

    public required Axis X { get; init; }

    public required Axis Y { get; init; }

    public required IReadOnlyList<Series> Series { get; init; }

    /// <summary>Pixels, before the reader scales it.</summary>
    public int Width { get; init; } = 960;

    public int Height { get; init; } = 540;

    /// <summary>A whole SVG document.</summary>
    public string ToSvg() => new SvgChart(this).Draw();
}
