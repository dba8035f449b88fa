namespace Headrace.Scenes;

/// <summary>SplitMix64: the same numbers from the same seed on every machine and every version of the runtime.</summary>
/// <remarks>G. Steele, D. Lea, C. Flood: Fast splittable pseudorandom number generators, OOPSLA 2014.</remarks>
internal struct Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A seed of its own for each thing that has a number under another seed.</summary>
    public static ulong Mix(ulong seed, long number) => new Dice(seed ^ ((ulong)number * 0xD1B54A32D192ED03)).Next();

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>From 0 to 1, without 1.</summary>
    public float Unit() => (Next() >> 40) * (1f / (1 << 24));

    public float Between(float least, float most) => least + ((most - least) * Unit());

    public int Below(int count) => (int)(Unit() * count);

    public bool Chance(float probability) => Unit() < probability;
}
