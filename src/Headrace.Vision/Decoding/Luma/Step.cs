namespace Headrace.Vision.Decoding.Luma;

/// <summary>What a few bits of a scan mean: how many they are, up to two AC coefficients, and whether the block ends behind them.</summary>
/// <remarks>
/// One number, for one load and few operations, and a small one, so that a table of them leaves room in the first cache: bits 0 to 5 how many bits these are; 6 to 9
/// the zeros before the first value; 10 to 16 and 17 to 23 the values, zero where there is none; 24 to 30 by how many coefficients the block advances, the second value
/// being the last of them; 31 that it ends, or, where no bits are taken, that the table does not hold the symbol.
/// </remarks>
internal readonly struct Step(uint packed)
{
    public const int Values = 2;

    public const int RunBit = 6, FirstBit = 10, SecondBit = 17, AdvanceBit = 24;

    /// <summary>Values from -64 to 63.</summary>
    public const int ValueBits = 7;

    public readonly uint Packed = packed;

    /// <summary>Without values: as <see cref="Packed"/>, its uppermost eight bits in bits 8 to 15.</summary>
    public ushort Narrow => (ushort)((Packed & 63) | (Packed >> AdvanceBit << 8));

    /// <summary>A step while it is put together.</summary>
    public struct Draft
    {
        private int advance;
        private int count;
        private int run;
        private (int First, int Second) values;

        public int Bits { get; set; }

        public bool IsEnd { get; set; }

        public void Add(int zeros, int value)
        {
            advance += zeros + 1;
            if (count++ == 0)
            {
                (run, values) = (zeros, (value, value));
            }
            else
            {
                values.Second = value;
            }
        }

        /// <remarks>The second value is written as the last one of the advance. An end alone advances by one, so that it writes its nothing where nothing is yet.</remarks>
        public readonly Step Finish() => new(
            (uint)Bits | ((uint)run << RunBit) | Field(values.First, FirstBit) | Field(values.Second, SecondBit)
            | ((uint)(count == 0 ? 1 : advance) << AdvanceBit) | (IsEnd || Bits == 0 ? 1U << 31 : 0));

        private static uint Field(int value, int bit) => ((uint)value & ((1 << ValueBits) - 1)) << bit;
    }
}
