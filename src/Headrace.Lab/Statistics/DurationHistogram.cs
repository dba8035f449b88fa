using System.Numerics;

namespace Headrace.Lab.Statistics;

/// <summary>
/// Counts of durations in log-linear bins: any percentile within 0.05 % (and half a microsecond), from 1 µs to 50 days, in at most 270 kB,
/// however many are recorded. For figures while a run goes on; a finished run's are exact, from its items.
/// </summary>
/// <remarks>
/// As HdrHistogram with three significant digits: 1,024 bins of equal width for every doubling, found by shifting, without a logarithm.
/// One thread writes; another may read meanwhile and misses at most what is just being written. Several writers have one each, merged by <see cref="Add"/>.
/// </remarks>
public sealed class DurationHistogram
{
    private const int BinBits = 10;
    private const int Bins = 1 << BinBits;
    private const long Largest = (1L << 42) - 1;

    private long[] _counts = new long[2 * Bins];
    private double _sum;

    public long Count { get; private set; }

    /// <summary>Milliseconds, exact; not a number before the first.</summary>
    public double Min { get; private set; } = double.NaN;

    /// <summary>Milliseconds, exact; not a number before the first.</summary>
    public double Max { get; private set; } = double.NaN;

    /// <summary>Milliseconds, exact; not a number before the first.</summary>
    public double Mean => Count == 0 ? double.NaN : _sum / Count;

    /// <param name="milliseconds">Less than nothing counts as nothing in the percentiles. What is not a number is not recorded.</param>
    public void Record(double milliseconds)
    {
        if (double.IsNaN(milliseconds))
        {
            return;
        }

        var bin = BinOf((long)Math.Clamp(Math.Round(milliseconds * 1000), 0, Largest));
        if (bin >= _counts.Length)
        {
            Array.Resize(ref _counts, (bin | (Bins - 1)) + 1);
        }

        _counts[bin]++;
        Count++;
        _sum += milliseconds;
        Widen(milliseconds, milliseconds);
    }

    public void Add(DurationHistogram other)
    {
        if (other.Count == 0)
        {
            return;
        }

        if (other._counts.Length > _counts.Length)
        {
            Array.Resize(ref _counts, other._counts.Length);
        }

        for (var bin = 0; bin < other._counts.Length; bin++)
        {
            _counts[bin] += other._counts[bin];
        }

        Count += other.Count;
        _sum += other._sum;
        Widen(other.Min, other.Max);
    }

    /// <summary>The smallest duration that at least <paramref name="percent"/> of them do not exceed (nearest rank), milliseconds; not a number when there are none.</summary>
    /// <param name="percent">0 to 100.</param>
    public double Percentile(double percent)
    {
        var counts = _counts;
        long total = 0;
        foreach (var count in counts)
        {
            total += count;
        }

        var left = (long)Math.Max(1, Math.Ceiling(total * percent / 100));
        for (var bin = 0; total > 0 && bin < counts.Length; bin++)
        {
            left -= counts[bin];
            if (left <= 0)
            {
                return Math.Min(Max, Math.Max(Min, MiddleOf(bin) / 1000));
            }
        }

        return double.NaN;
    }

    /// <summary>Below 2,048 µs a bin for each; then the leading one bit and the ten bits after it.</summary>
    private static int BinOf(long microseconds)
    {
        var shift = Math.Max(0, 63 - BitOperations.LeadingZeroCount((ulong)microseconds) - BinBits);
        return (shift << BinBits) + (int)(microseconds >> shift);
    }

    private static double MiddleOf(int bin)
    {
        var shift = Math.Max(0, (bin >> BinBits) - 1);
        var first = (long)(bin - (shift << BinBits)) << shift;
        return first + (((1L << shift) - 1) / 2.0);
    }

    private void Widen(double low, double high) => (Min, Max) = (double.IsNaN(Min) ? low : Math.Min(Min, low), double.IsNaN(Max) ? high : Math.Max(Max, high));
}
