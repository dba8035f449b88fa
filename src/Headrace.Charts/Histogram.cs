namespace Headrace.Charts;

/// <summary>How many of some values fall into each of some equal intervals.</summary>
public static class Histogram
{
    /// <param name="intervals">Null: by Freedman and Diaconis's rule, 5 to 60.</param>
    public static Series Of(string name, IReadOnlyCollection<double> values, int? intervals = null)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        if (sorted.Length == 0)
        {
            return new Series(name, SeriesKind.Bars, []);
        }

        var (least, most) = (sorted[0], sorted[^1]);
        var range = most > least ? most - least : 1;
        var count = intervals ?? Suggested(sorted, range);
        var width = range / count;
        var counts = new int[count];
        foreach (var value in sorted)
        {
            counts[Math.Clamp((int)((value - least) / width), 0, count - 1)]++;
        }

        return new Series(name, SeriesKind.Bars, [.. counts.Select((number, index) => new Point(least + ((index + 0.5) * width), number))]) { BarWidth = width };
    }

    private static int Suggested(double[] sorted, double range)
    {
        var spread = sorted[(int)(0.75 * (sorted.Length - 1))] - sorted[(int)(0.25 * (sorted.Length - 1))];
        return spread > 0 ? (int)Math.Clamp(range / (2 * spread / Math.Cbrt(sorted.Length)), 5, 60) : 5;
    }
}
