namespace Headrace.Charts;

public enum SeriesKind
{
    Line,

    Points,

    /// <summary>From <see cref="Point.Base"/> to Y around X; where the y axis has categories, to X around Y.</summary>
    Bars,

    /// <summary>A dashed line in the axes' colour: a limit, a 1:1 line.</summary>
    Reference,
}
