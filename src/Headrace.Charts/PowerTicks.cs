namespace Headrace.Charts;

/// <summary>Powers of ten between two numbers, and their multiples where there is room; where the numbers are too near for that, any round ones.</summary>
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
                ticks.AddRange(steps.Select(step => step * Math.Pow(10, power)).Where(IsWithin)
                    .Select(value => new Tick(value, NumberTicks.Short(value))));
            }

            if (ticks.Count <= count)
            {
                return ticks.Count > 2 ? ticks : NumberTicks.Between(minimum, maximum, count);
            }
        }

        var stride = (ticks.Count + count - 1) / count;
        return [.. ticks.Where((_, index) => index % stride == 0)];

        bool IsWithin(double value) => value >= minimum * (1 - 1e-9) && value <= maximum * (1 + 1e-9);
    }

    /// <summary>A little beyond the data on both sides.</summary>
    public static (double Minimum, double Maximum) Widen(double minimum, double maximum)
    {
        minimum = minimum > 0 ? minimum : 1;
        maximum = Math.Max(maximum, minimum);
        var margin = maximum > minimum ? Math.Pow(maximum / minimum, 0.03) : 2;
        return (minimum / margin, maximum * margin);
    }
}
