using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Headrace.Telemetry.Metrics;

/// <summary>Counts by logarithmic bucket: any percentile of any values within 2 %, in a few hundred bytes.</summary>
/// <remarks>Bucket <c>i</c> holds (γ^(i-1), γ^i] with γ = 1.04; zero has a bucket of its own, negative values mirror the positive ones.</remarks>
public sealed class MetricHistogram
{
    private const double Gamma = 1.04;

    /// <summary>More than the index of the largest double, so that positive buckets stay positive.</summary>
    private const int Offset = 20_000;

    private static readonly double InverseLogGamma = 1 / Math.Log(Gamma);

    private readonly Dictionary<int, long> _counts = [];

    /// <summary>How many values it has counted.</summary>
    public long Total => _counts.Values.Sum();

    public void Add(double value, long count) => CollectionsMarshal.GetValueRefOrAddDefault(_counts, BucketOf(value), out _) += count;

    public void Add(double value) => CollectionsMarshal.GetValueRefOrAddDefault(_counts, BucketOf(value), out _)++;

    public void Add(MetricHistogram other)
    {
        foreach (var (bucket, count) in other._counts)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, bucket, out _) += count;
        }
    }

    /// <summary>The value that <paramref name="percent"/> of the values do not exceed; NaN when there are none.</summary>
    /// <param name="percent">0 to 100.</param>
    public double Percentile(double percent)
    {
        var left = (long)Math.Max(1, Math.Ceiling(_counts.Values.Sum() * percent / 100));
        foreach (var (bucket, count) in _counts.OrderBy(pair => pair.Key))
        {
            left -= count;
            if (left <= 0)
            {
                return ValueOf(bucket);
            }
        }

        return double.NaN;
    }

    /// <summary>Pairs of i32 bucket and i64 count, little-endian.</summary>
    internal byte[] ToBytes()
    {
        var bytes = new byte[_counts.Count * 12];
        var target = bytes.AsSpan();
        foreach (var (bucket, count) in _counts)
        {
            BinaryPrimitives.WriteInt32LittleEndian(target, bucket);
            BinaryPrimitives.WriteInt64LittleEndian(target[4..], count);
            target = target[12..];
        }

        return bytes;
    }

    internal static MetricHistogram FromBytes(ReadOnlySpan<byte> bytes)
    {
        var histogram = new MetricHistogram();
        for (; bytes.Length >= 12; bytes = bytes[12..])
        {
            histogram._counts[BinaryPrimitives.ReadInt32LittleEndian(bytes)] = BinaryPrimitives.ReadInt64LittleEndian(bytes[4..]);
        }

        return histogram;
    }

    private static int BucketOf(double value) => value switch
    {
        0 => 0,
        > 0 => Offset + (int)Math.Ceiling(Math.Log(value) * InverseLogGamma),
        _ => -Offset - (int)Math.Ceiling(Math.Log(-value) * InverseLogGamma),
    };

    /// <summary>The bucket's middle in the sense that both its ends are equally far, relatively.</summary>
    private static double ValueOf(int bucket) => bucket switch
    {
        0 => 0,
        > 0 => 2 * Math.Pow(Gamma, bucket - Offset) / (Gamma + 1),
        _ => -2 * Math.Pow(Gamma, -bucket - Offset) / (Gamma + 1),
    };
}
