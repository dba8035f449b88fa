namespace Headrace.Charts;

public enum SeriesKind
{
    Line,

    Points,

    /// <summary>From zero to Y, <see cref="Series.BarWidth"/> wide, around X.</summary>
    Bars,

    /// <summary>A dashed line in the axes' colour: a limit, a 1:1 line.</summary>
    Reference,
}
