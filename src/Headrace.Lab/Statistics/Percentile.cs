namespace Headrace.Lab.Statistics;

/// <summary>Percentiles with linear interpolation between ranks: type 7 of Hyndman and Fan (1996), NumPy's and pandas' default.</summary>
public static class Percentile
{
    /// <param name="sorted">Ascending.</param>
    /// <param name="percent">0 to 100.</param>
    /// <returns>Not a number when there are none.</returns>
    public static double Of(ReadOnlySpan<double> sorted, double percent)
    {
        if (sorted.IsEmpty)
        {
            return double.NaN;
        }

        var rank = percent / 100 * (sorted.Length - 1);
        var below = (int)rank;
        return below + 1 < sorted.Length ? sorted[below] + ((rank - below) * (sorted[below + 1] - sorted[below])) : sorted[^1];
    }
}
