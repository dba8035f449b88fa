namespace Headrace.Lab.Reporting;

/// <summary>In what a figure counts time, so that its axis has numbers of few digits.</summary>
internal sealed record TimeUnit(string Name, double Milliseconds)
{
    private static readonly TimeUnit[] All = [new("h", 3_600_000), new("min", 60_000), new("s", 1000), new("ms", 1)];

    /// <param name="most">The largest value that is drawn, milliseconds.</param>
    public static TimeUnit For(double most) => All.FirstOrDefault(unit => most >= 10 * unit.Milliseconds, All[^1]);

    public double this[double milliseconds] => milliseconds / Milliseconds;
}
