namespace Headrace.Bench.Load;

/// <summary>Latencies in milliseconds and the wall time in seconds of one run.</summary>
public sealed class LoadResult
{
    private readonly double[] _sorted;

    public LoadResult(double[] latencies, double seconds)
    {
        _sorted = [.. latencies];
        Array.Sort(_sorted);
        Rate = latencies.Length / seconds;
        Seconds = seconds;
    }

    /// <summary>Per second.</summary>
    public double Rate { get; }

    public double Seconds { get; }

    public double P50 => At(0.50);

    public double P99 => At(0.99);

    /// <summary>Milliseconds; the nearest rank.</summary>
    public double At(double quantile) => _sorted.Length == 0 ? double.NaN : _sorted[Math.Min(_sorted.Length - 1, (int)(quantile * _sorted.Length))];

    /// <summary>The run with the median rate.</summary>
    public static LoadResult Median(IEnumerable<LoadResult> runs)
    {
        var ordered = runs.OrderBy(run => run.Rate).ToList();
        return ordered[ordered.Count / 2];
    }
}
