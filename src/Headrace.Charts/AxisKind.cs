namespace Headrace.Charts;

public enum AxisKind
{
    Number,

    /// <summary>Number, by powers of ten; what is not above zero stands at the lower end.</summary>
    Logarithm,

    /// <summary>Seconds since 1970 on some clock: <see cref="Point.At"/>.</summary>
    Time,

    /// <summary>0, 1, 2 … are <see cref="Axis.Categories"/>.</summary>
    Category,
}
