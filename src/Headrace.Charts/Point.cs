namespace Headrace.Charts;

/// <param name="Y">Not a number: a gap in a line, nothing elsewhere.</param>
public readonly record struct Point(double X, double Y)
{
    private const double Most = 1e100;

    /// <summary>Where its bar starts, on the axis along which bars grow: what is stacked starts where the one below ends.</summary>
    public double Base { get; init; }

    /// <summary>Of its bar, in units of the other axis; 0: the series' <see cref="Series.BarWidth"/>.</summary>
    public double Width { get; init; }

    /// <summary>A whisker reaches this far to both sides of the bar's end; 0: none.</summary>
    public double Deviation { get; init; }

    /// <summary>Of its dot, pixels; 0: the usual one.</summary>
    public double Radius { get; init; }

    /// <summary>A moment on a time axis, which shows the clock's own hours whatever its zone.</summary>
    public static Point At(DateTime clock, double y) => new(Seconds(clock), y);

    /// <summary>Neither a gap nor beyond what an axis can be divided into.</summary>
    internal bool IsDrawable => Math.Abs(Y) < Most && Math.Abs(X) < Most;

    /// <summary>A moment as a time axis counts.</summary>
    public static double Seconds(DateTime clock) => (clock - DateTime.UnixEpoch).TotalSeconds;
}
