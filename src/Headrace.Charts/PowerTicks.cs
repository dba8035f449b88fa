namespace Headrace.Charts;

/// <summary>Powers of ten between two numbers, and their twofold and fivefold where there is room.</summary>
internal static class PowerTicks
{
    private static readonly int[][] Steps = [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 5], [1, 3], [1]];

    public static IReadOnlyList<Tick> Between(double minimum, double maximum, int count)
    {
        var (first, last) = ((int)Math.Floor(Math.Log10(minimum) + 1e-9), (int)Math.Ceiling(Math.Log10(maximum) - 1e-9));
        var ticks = new List<Tick>();
        foreach (var steps in Steps)
        {
            ticks.Clear();
            for (var power = first; power <= last; power++)
            {
                ticks.AddRange(steps.Select(step => step * Math.Pow(10, power)).Where(value => value >= minimum * (1 - 1e-9) && value <= maximum * (1 + 1e-9))
                    .Select(value => new Tick(value, NumberTicks.Short(value))));
            }

            if (ticks.Count <= count)
            {
                return ticks;
            }
        }

        var stride = (ticks.Count + count - 1) / count;
        return [.. ticks.Where((_, index) => index % stride == 0)];
    }

    /// <summary>Out to a 1, 2 or 5 times a power of ten, so that both ends can carry a label.</summary>
    public static (double Minimum, double Maximum) Widen(double minimum, double maximum)
    {
        minimum = minimum > 0 ? minimum : 1;
        maximum = Math.Max(maximum, minimum);
        var (low, high) = (Round(minimum, down: true), Round(maximum, down: false));
        return high > low ? (low, high) : (low / 2, high * 2);
    }

    private static double Round(double value, bool down)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(value) + 1e-12));
        double[] rounds = [1, 2, 5, 10];
        return power * (down ? rounds.Last(round => round * power <= value * (1 + 1e-9)) : rounds.First(round => round * power >= value * (1 - 1e-9)));
    }
}
