namespace Headrace.Charts;

/// <summary>An axis laid along pixels.</summary>
/// <param name="From">The pixel of <paramref name="Minimum"/>.</param>
internal sealed record Scale(AxisKind Kind, double Minimum, double Maximum, double From, double To, IReadOnlyList<Tick> Ticks)
{
    /// <summary>Nothing that is measured is smaller, and powers of ten below are no longer exact.</summary>
    private const double LeastPower = 1e-100;

    public double this[double value] => From + ((Along(value) - Along(Minimum)) / (Along(Maximum) - Along(Minimum)) * (To - From));

    /// <summary>Where bars start that name no base.</summary>
    public double Ground => Math.Clamp(0, Minimum, Maximum);

    /// <param name="values">Of all series' drawable points.</param>
    /// <param name="room">Pixels that a label needs besides its characters.</param>
    /// <param name="character">Pixels that each of its characters needs along the axis.</param>
    public static Scale Of(Axis axis, IEnumerable<double> values, double from, double to, double room, double character)
    {
        var length = Math.Abs(to - from);
        if (axis.Kind == AxisKind.Category)
        {
            return new Scale(axis.Kind, -0.5, Math.Max(1, axis.Categories.Count) - 0.5, from, to, Fitting(Math.Max(2, axis.Categories.Count), count => Categories(axis.Categories, count)));
        }

        var (least, most) = Range(axis.Kind == AxisKind.Logarithm ? values.Where(value => value > LeastPower) : values);
        var (minimum, maximum) = (axis.Minimum ?? least, axis.Maximum ?? most);
        var rough = Math.Max(2, (int)(length / (room + (4 * character))));
        switch (axis.Kind)
        {
            case AxisKind.Time:
                maximum = maximum > minimum ? maximum : minimum + 1;
                return new Scale(axis.Kind, minimum, maximum, from, to, Fitting(rough, count => TimeTicks.Between(minimum, maximum, count)));
            case AxisKind.Logarithm:
                (minimum, maximum) = PowerTicks.Widen(minimum, maximum);
                return new Scale(axis.Kind, minimum, maximum, from, to, Fitting(2 * rough, count => PowerTicks.Between(minimum, maximum, count)));
            default:
                var wide = NumberTicks.Widen(minimum, Math.Max(minimum, maximum), rough);
                (minimum, maximum) = (axis.Minimum ?? wide.Minimum, axis.Maximum ?? wide.Maximum);
                maximum = maximum > minimum ? maximum : minimum + 1;
                return new Scale(axis.Kind, minimum, maximum, from, to, Fitting(rough, count => NumberTicks.Between(minimum, maximum, count)));
        }

        // As many as there is room for beside each other.
        IReadOnlyList<Tick> Fitting(int most, Func<int, IReadOnlyList<Tick>> ticks)
        {
            for (var count = most; ; count--)
            {
                var some = ticks(count);
                if (count <= 2 || some.Sum(tick => room + (tick.Label.Length * character)) <= length + room)
                {
                    return some;
                }
            }
        }
    }

    private double Along(double value) => Kind == AxisKind.Logarithm ? Math.Log10(Math.Max(value, Minimum)) : value;

    /// <summary>Every one, or every second, third … where there is no room for all labels.</summary>
    private static Tick[] Categories(IReadOnlyList<string> names, int count)
    {
        var step = (names.Count + count - 1) / count;
        return [.. names.Select((name, index) => new Tick(index, name)).Where((_, index) => index % step == 0)];
    }

    private static (double Least, double Most) Range(IEnumerable<double> values)
    {
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            (least, most) = (Math.Min(least, value), Math.Max(most, value));
        }

        return least <= most ? (least, most) : (0, 1);
    }
}
