namespace Headrace.Vision.Decoding.Luma;

/// <summary>What a few bits of a scan mean: how many they are, up to two AC coefficients, and whether the block ends behind them.</summary>
/// <remarks>
/// One number, for one load: bits 0 to 5 how many bits these are; 8 to 14 by how many coefficients the block advances; 16 to 22 and 24 to 30
/// the places of the two values, from the one that would be next; 31 whether the block ends (when no bits are taken: that a
/// symbol needs more than the table's index); 32 to 47 and 48 to 63 the values, zero where there is none.
/// </remarks>
internal readonly struct Step(ulong packed)
{
    public const int Values = 2;

    public readonly ulong Packed = packed;

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
            (uint)Bits | ((uint)advance << 8) | ((uint)first.Place << 16) | ((uint)second.Place << 24)
            | (IsEnd || Bits == 0 ? 1u << 31 : 0)
            | ((ulong)(ushort)first.Value << 32) | ((ulong)(ushort)second.Value << 48));
    }
}
