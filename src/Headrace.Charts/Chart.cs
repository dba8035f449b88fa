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

    public IReadOnlyList<Mark> Marks { get; init; } = [];

    /// <summary>Pixels, before the reader scales it.</summary>
    public int Width { get; init; } = 960;

    public int Height { get; init; } = 540;

    /// <summary>How many times larger a page's style may make the text: the room that is left for it.</summary>
    public double TextRoom { get; init; } = 1;

    /// <summary>The style of charts that stand in a page: it holds for all of them.</summary>
    public static string StyleSheet => SvgStyle.Sheet;

    /// <summary>A whole SVG document.</summary>
    public string ToSvg() => new SvgChart(this, isInline: false).Draw();

    /// <summary>For a page that has <see cref="StyleSheet"/> and its own heading: the title is cut off, <c>data-whole</c> is the view that shows it.</summary>
    public InlineChart ToInline()
    {
        var drawing = new SvgChart(this, isInline: true);
        return new InlineChart(drawing.Draw(), point => drawing.Layout.Pixel(point));
    }
}
