using System.Globalization;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Reporting;

/// <summary>What <see cref="Figures"/> does not say: counts with their noun, shares, sums of money, dates, cells of a table.</summary>
internal static class Say
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static string Count(double number) => double.IsFinite(number) ? number.ToString("#,0", Culture) : Figures.None;

    public static string Count(long number, string one, string many) => $"{Count(number)} {(number == 1 ? one : many)}";

    /// <summary>Up to two minutes as every figure of a run; a run itself may take days.</summary>
    public static string Duration(double milliseconds) => Math.Abs(milliseconds) switch
    {
        >= 172_800_000 => $"{Figures.Digits(milliseconds / 86_400_000)} days",
        >= 7_200_000 => $"{Figures.Digits(milliseconds / 3_600_000)} h",
        _ => Figures.Time(milliseconds),
    };

    /// <summary>Number and sign stay on one line.</summary>
    public static string Share(double share) => double.IsFinite(share) ? $"{(share is > 0 and < 0.001 ? "< 0.1" : share is < 1 and > 0.999 ? "> 99.9" : (100 * share).ToString("0.#", Culture))}\u00a0%" : Figures.None;

    /// <summary>US dollars: cents of a sum, six decimals of what one item costs, more where it costs less.</summary>
    public static string Money(double dollars) => Math.Abs(dollars) switch
    {
        >= 0.1 => dollars.ToString("$#,0.00", Culture),
        > 0 and < 0.0001 => dollars.ToString("$0.000000000", Culture),
        _ => Figures.Dollars(dollars),
    };

    /// <summary>A unit price, every digit of it: $0.0000166667.</summary>
    public static string Price(double dollars) => dollars.ToString("$0.00##########", Culture);

    public static string Bytes(double bytes) => bytes switch
    {
        >= 1L << 30 => $"{Figures.Digits(bytes / (1L << 30))} GiB",
        >= 1L << 20 => $"{Figures.Digits(bytes / (1L << 20))} MiB",
        >= 1L << 10 => $"{Figures.Digits(bytes / (1L << 10))} KiB",
        _ => $"{Figures.Digits(bytes)} bytes",
    };

    public static string Fixed(double number, int decimals) => double.IsFinite(number) ? number.ToString($"F{decimals}", Culture) : Figures.None;

    /// <summary>For a table's cell, which is also a line of CSV: seven digits, no grouping, empty when there is none.</summary>
    public static string Cell(double number) => double.IsFinite(number) ? number.ToString("G7", Culture) is var text && text.Contains('E', StringComparison.Ordinal) ? number.ToString("0.############", Culture) : text : "";

    public static string Time(DateTimeOffset moment) => moment.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", Culture);

    /// <summary><c>1, 50 and 300</c></summary>
    public static string List(IReadOnlyList<string> names) => names.Count switch
    {
        0 => "",
        1 => names[0],
        _ => $"{string.Join(", ", names.Take(names.Count - 1))} and {names[^1]}",
    };
}
