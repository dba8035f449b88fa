namespace Headrace.Vision.Decoding.Luma;

/// <summary>What a few bits of a scan mean: how many they are, up to two AC coefficients, and whether the block ends behind them.</summary>
/// <remarks>
/// One number, for one load and few operations: bits 0 to 5 how many bits these are; 6 to 12 and 13 to 19 the places of the two values, from
/// the one that would be next, backwards (modulo 128); 24 to 39 and 40 to 55 the values, zero where there is none; 56 to 62 by
/// how many coefficients the block advances; 63 that it ends, or, where no bits are taken, that a symbol is longer than the table's index.
/// </remarks>
internal readonly struct Step(ulong packed)
{
    public const int Values = 2;

    public const int AdvanceBit = 56;

    public readonly ulong Packed = packed;

    /// <summary>Without values: as <see cref="Packed"/>, its uppermost eight bits in bits 8 to 15.</summary>
    public ushort Narrow => (ushort)((Packed & 63) | (Packed >> AdvanceBit << 8));

    /// <summary>A step while it is put together.</summary>
    public struct Draft
    {
        private int advance;
        private int count;
        private (int Place, int Value) first;
        private (int Place, int Value) second;

        public int Bits { get; set; }

        public bool IsEnd { get; set; }

        public void Add(int run, int value)
        {
            var place = advance + run;
            advance = place + 1;
            if (count++ == 0)
            {
                first = second = (place, value);
            }
            else
            {
                second = (place, value);
            }
        }

        public readonly Step Finish() => new(
            (uint)Bits | Backwards(first.Place, 6) | Backwards(second.Place, 13)
            | ((ulong)(ushort)first.Value << 24) | ((ulong)(ushort)second.Value << 40)
            | ((ulong)advance << 56) | (IsEnd || Bits == 0 ? 1UL << 63 : 0));

        private static ulong Backwards(int place, int bit) => (ulong)(-place & 127) << bit;
    }
}
