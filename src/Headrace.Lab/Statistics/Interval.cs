namespace Headrace.Lab.Statistics;

/// <summary>95 % confidence; not numbers where there are too few.</summary>
public sealed record Interval(double Low, double High)
{
    public static readonly Interval Unknown = new(double.NaN, double.NaN);
}
