using System.Globalization;

namespace Headrace.Lab.Statistics;

/// <summary>Figures as a person reads them.</summary>
public static class Figures
{
    public const string None = "–";

    /// <summary>Milliseconds with three digits and a unit: <c>0.042 ms</c>, <c>12.3 ms</c>, <c>21.9 s</c>, <c>4.25 min</c>.</summary>
    public static string Time(double milliseconds) => !double.IsFinite(milliseconds) ? None : Math.Abs(milliseconds) switch
    {
        < 1_000 => $"{Digits(milliseconds)} ms",
        < 120_000 => $"{Digits(milliseconds / 1000)} s",
        _ => $"{Digits(milliseconds / 60_000)} min",
    };

    /// <summary>Three significant digits without exponent; whole from a hundred on.</summary>
    public static string Digits(double value) => !double.IsFinite(value) ? None : Math.Abs(value) switch
    {
        0 => "0",
        < 0.001 => value.ToString("0.0e+0", CultureInfo.InvariantCulture),
        < 1 => value.ToString("0.000", CultureInfo.InvariantCulture),
        < 10 => value.ToString("0.00", CultureInfo.InvariantCulture),
        < 100 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("#,0", CultureInfo.InvariantCulture),
    };

    /// <summary><c>$0.002126</c>, <c>$0.000000451</c>: six decimals, as the price of one item needs, and nine below a thousandth.</summary>
    public static string Dollars(double dollars) =>
        double.IsFinite(dollars) ? "$" + dollars.ToString(Math.Abs(dollars) is > 0 and < 0.001 ? "0.000000000" : "0.000000", CultureInfo.InvariantCulture) : None;

    /// <summary><c>0.034</c>, <c>2.13e-15</c>.</summary>
    public static string Probability(double p) =>
        !double.IsFinite(p) ? None : p < 0.001 ? p.ToString("0.00e+0", CultureInfo.InvariantCulture) : p.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>An enum's name as words: <c>QueueAge</c> is <c>queue age</c>.</summary>
    public static string NameOf<T>(T value)
        where T : struct, Enum => string.Concat(value.ToString().Select((letter, index) => char.IsUpper(letter) ? (index > 0 ? " " : "") + char.ToLowerInvariant(letter) : $"{letter}"));
}
