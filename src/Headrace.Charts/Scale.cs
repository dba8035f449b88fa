namespace Headrace.Charts;

/// <summary>An axis laid along pixels.</summary>
/// <param name="From">The pixel of <paramref name="Minimum"/>.</param>
internal sealed record Scale(double Minimum, double Maximum, double From, double To, IReadOnlyList<Tick> Ticks)
{
    public double this[double value] => From + ((value - Minimum) / (Maximum - Minimum) * (To - From));

    /// <param name="values">Of all series' drawable points.</param>
    /// <param name="pixelsPerTick">How much room a label needs.</param>
    public static Scale Of(Axis axis, IEnumerable<double> values, double from, double to, double pixelsPerTick)
    {
        var count = Math.Max(2, (int)(Math.Abs(to - from) / pixelsPerTick));
        var (least, most) = Range(values);
        var (minimum, maximum) = (axis.Minimum ?? least, axis.Maximum ?? most);
        if (axis.Kind == AxisKind.Category)
        {
            return new Scale(-0.5, Math.Max(1, axis.Categories.Count) - 0.5, from, to, [.. axis.Categories.Select((name, index) => new Tick(index, name))]);
        }

        if (axis.Kind == AxisKind.Time)
        {
            maximum = maximum > minimum ? maximum : minimum + 1;
            return new Scale(minimum, maximum, from, to, TimeTicks.Between(minimum, maximum, count));
        }

        var wide = NumberTicks.Widen(minimum, Math.Max(minimum, maximum), count);
        (minimum, maximum) = (axis.Minimum ?? wide.Minimum, axis.Maximum ?? wide.Maximum);
        maximum = maximum > minimum ? maximum : minimum + 1;
        return new Scale(minimum, maximum, from, to, NumberTicks.Between(minimum, maximum, count));
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
