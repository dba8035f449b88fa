namespace Headrace.Charts;

public enum AxisKind
{
    Number,

    /// <summary>Seconds since 1970 on some clock: <see cref="Point.At"/>.</summary>
    Time,

    /// <summary>0, 1, 2 … are <see cref="Axis.Categories"/>.</summary>
    Category,
}
