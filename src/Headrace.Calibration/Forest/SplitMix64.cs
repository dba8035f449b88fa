namespace Headrace.Calibration.Forest;

/// <summary>Steele, Lea, Flood: Fast splittable pseudorandom number generators (OOPSLA 2014). The same numbers in every version of .NET, which a written seed needs.</summary>
internal struct SplitMix64(ulong seed)
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    private ulong _state = seed;

    /// <summary>A generator of its own for each number of a series.</summary>
    public static SplitMix64 Of(ulong seed, int index) => new(Mix(seed ^ Mix((ulong)index + Gamma)));

    public ulong Next() => Mix(_state += Gamma);

    /// <summary>0 to <paramref name="count"/> - 1, each as likely: Lemire's multiplication with rejection (ACM TOMACS 29, 2019).</summary>
    public int Next(int count)
    {
        var high = Math.BigMul(Next(), (ulong)count, out var low);
        if (low < (ulong)count)
        {
            var threshold = (0 - (ulong)count) % (ulong)count;
            while (low < threshold)
            {
                high = Math.BigMul(Next(), (ulong)count, out low);
            }
        }

        return (int)high;
    }

    public void Shuffle(Span<int> items)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = Next(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
