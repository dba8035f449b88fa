namespace Headrace.Calibration.Filtering;

/// <summary>Percentiles with linear interpolation between ranks: type 7 of Hyndman and Fan (1996), NumPy's and pandas' default.</summary>
internal static class Percentile
{
    public static double Of(IEnumerable<double> values, double percent)
    {
        double[] sorted = [.. values.Order()];
        var rank = percent / 100 * (sorted.Length - 1);
        var below = (int)rank;
        return below + 1 < sorted.Length ? sorted[below] + ((rank - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}
