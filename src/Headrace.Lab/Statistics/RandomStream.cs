using System.Numerics;
using System.Runtime.InteropServices;

namespace Headrace.Lab.Statistics;

/// <summary>xoshiro256** (Blackman and Vigna, 2018), seeded through SplitMix64 as its authors advise: the same numbers on every machine and version.</summary>
internal struct RandomStream
{
    private ulong _a, _b, _c, _d;

    public RandomStream(ulong seed) => (_a, _b, _c, _d) = (SplitMix(ref seed), SplitMix(ref seed), SplitMix(ref seed), SplitMix(ref seed));

    /// <summary>A figure's own seed (FNV-1a of its name): its numbers do not depend on what else is computed, or on which core.</summary>
    public static ulong SeedFor(string figure, ulong seed)
    {
        var hash = 14695981039346656037UL;
        foreach (var unit in MemoryMarshal.AsBytes(figure.AsSpan()))
        {
            hash = (hash ^ unit) * 1099511628211UL;
        }

        return hash ^ seed;
    }

    public ulong Next()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>0 ≤ x &lt; 1.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>0 ≤ x &lt; <paramref name="limit"/> (Lemire, 2019, without its rejection: off by less than 2⁻³² of a chance).</summary>
    public int Next(int limit) => (int)Math.BigMul(Next(), (ulong)limit, out _);

    /// <summary>Normal with mean 0 and variance 1 (Box and Muller, 1958).</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>Of a beta distribution: the share that one gamma variate has of two.</summary>
    public double NextBeta(double a, double b)
    {
        var first = NextGamma(a);
        return first / (first + NextGamma(b));
    }

    /// <summary>Marsaglia and Tsang (2000); below one with their correction.</summary>
    private double NextGamma(double shape)
    {
        if (shape < 1)
        {
            return NextGamma(shape + 1) * Math.Pow(1 - NextDouble(), 1 / shape);
        }

        var d = shape - (1.0 / 3);
        while (true)
        {
            var x = NextNormal();
            var v = Math.Pow(1 + (x / Math.Sqrt(9 * d)), 3);
            if (v > 0 && Math.Log(1 - NextDouble()) < (x * x / 2) + d - (d * v) + (d * Math.Log(v)))
            {
                return d * v;
            }
        }
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
