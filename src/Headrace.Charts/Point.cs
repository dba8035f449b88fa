namespace Headrace.Charts;

/// <param name="Y">Not a number: a gap in a line, nothing elsewhere.</param>
public readonly record struct Point(double X, double Y)
{
    private const double Most = 1e100;

    /// <summary>A moment on a time axis, which shows the clock's own hours whatever its zone.</summary>
    public static Point At(DateTime clock, double y) => new(Seconds(clock), y);

    /// <summary>Neither a gap nor beyond what an axis can be divided into.</summary>
    internal bool IsDrawable => Math.Abs(Y) < Most && Math.Abs(X) < Most;

    /// <summary>A moment as a time axis counts.</summary>
    public static double Seconds(DateTime clock) => (clock - DateTime.UnixEpoch).TotalSeconds;
}
