using System.Globalization;

namespace Headrace.Charts;

/// <summary>Round numbers between two others (Heckbert: Nice numbers for graph labels, Graphics Gems, 1990).</summary>
internal static class NumberTicks
{
    private static readonly double[] Rounds = [1, 2, 2.5, 5, 10];

    /// <summary>About <paramref name="count"/> of them.</summary>
    public static IReadOnlyList<Tick> Between(double minimum, double maximum, int count)
    {
        var step = Step(minimum, maximum, count);
        var decimals = Decimals(step);
        var (first, last) = (Math.Ceiling((minimum / step) - 1e-9), Math.Floor((maximum / step) + 1e-9));
        var ticks = new List<Tick>();
        for (var number = first; number <= last; number++)
        {
            var value = number * step;
            ticks.Add(new Tick(value, Label(number == 0 ? 0 : value, decimals)));
        }

        return ticks;
    }

    /// <summary>The range widened to whole steps; one that has no width gets some.</summary>
    public static (double Minimum, double Maximum) Widen(double minimum, double maximum, int count)
    {
        var size = Math.Max(Math.Abs(minimum), Math.Abs(maximum));
        if (maximum - minimum <= Math.Max(size * 1e-9, 1e-100))
        {
            var some = size <= 1e-90 ? 1 : size * 0.1;
            (minimum, maximum) = (minimum - some, maximum + some);
        }

        var step = Step(minimum, maximum, count);
        return (Math.Floor((minimum / step) + 1e-9) * step, Math.Ceiling((maximum / step) - 1e-9) * step);
    }

    /// <summary>A number of one or two digits without more decimals than it has.</summary>
    public static string Short(double value) => Label(value, Decimals(value));

    private static double Step(double minimum, double maximum, int count)
    {
        var rough = (maximum - minimum) / Math.Max(1, count);
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return magnitude * Rounds.First(round => round * magnitude >= rough * (1 - 1e-9));
    }

    private static int Decimals(double step)
    {
        var decimals = 0;
        for (var scaled = step; decimals < 12 && Math.Abs(scaled - Math.Round(scaled)) > 1e-6 * Math.Abs(scaled); decimals++)
        {
            scaled *= 10;
        }

        return decimals;
    }

    private static string Label(double value, int decimals) => Math.Abs(value) switch
    {
        >= 1e9 => value.ToString("0.##e0", CultureInfo.InvariantCulture),
        _ => value.ToString($"#,0.{new string('0', decimals)}", CultureInfo.InvariantCulture),
    };
}
