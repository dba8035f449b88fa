namespace Headrace.Vision.Decoding.Luma;

/// <summary>A Huffman code (T.81, annex C), as tables that are indexed with the next <see cref="IndexBits"/> bits of a scan.</summary>
internal sealed class HuffmanTable
{
    public const int Lengths = 16;
    public const int IndexBits = 12;

    /// <summary>DC codes are short, and the first cache has little room beside the steps.</summary>
    public const int DcIndexBits = 9;
    private const int Size = 1 << IndexBits;

    private readonly byte[] definition;

    /// <summary>Symbol, and above it the code's length; 0 where no code of up to <see cref="IndexBits"/> bits begins.</summary>
    private readonly ushort[] codes = new ushort[Size];

    private readonly ushort[] dcCodes = new ushort[1 << DcIndexBits];

    // For longer codes: by length, the first code behind those of that length, in sixteen bits; and what leads from a code to its symbol.
    private readonly int[] ends = new int[Lengths + 1];
    private readonly int[] offsets = new int[Lengths + 1];
    private Step[]? steps;
    private ushort[]? skips;

    private HuffmanTable(byte[] definition, bool isAc) => (this.definition, IsAc) = (definition, isAc);

    public bool IsAc { get; }

    public ReadOnlySpan<byte> Definition => definition;

    /// <summary>For AC coefficients: what the next bits are, up to two coefficients and the block's end at once.</summary>
    public Step[] Steps => steps ?? MakeSteps();

    /// <summary>As <see cref="Steps"/> without values: as many coefficients at once as there are whole ones in the bits (<see cref="Step.Narrow"/>).</summary>
    public ushort[] Skips => skips ?? MakeSkips();

    public ushort[] Codes => codes;

    /// <summary>As <see cref="Codes"/>, for codes of up to <see cref="DcIndexBits"/> bits.</summary>
    public ushort[] DcCodes => dcCodes;

    public static HuffmanTable? TryMake(ReadOnlySpan<byte> definition, bool isAc)
    {
        var table = new HuffmanTable(definition.ToArray(), isAc);
        return table.TryAssignCodes() ? table : null;
    }

    /// <summary>A code of any length, bit by bit.</summary>
    /// <param name="bits">The next sixteen.</param>
    /// <returns>As in <see cref="Codes"/>; 0 when no code begins so.</returns>
    public int FindLong(int bits)
    {
        for (var length = 1; length <= Lengths; length++)
        {
            if (bits < ends[length])
            {
                var at = Lengths + (bits >> (Lengths - length)) - offsets[length];
                return (uint)at < (uint)definition.Length ? (length << 8) | definition[at] : 0;
            }
        }

        return 0;
    }

    /// <returns>False when codes do not fit their lengths, or a symbol is not of a baseline image with eight bits.</returns>
    private bool TryAssignCodes()
    {
        var (code, symbol) = (0, 0);
        for (var length = 1; length <= Lengths; length++)
        {
            var count = definition[length - 1];
            offsets[length] = code - symbol;
            for (var end = symbol + count; symbol < end; symbol++, code++)
            {
                var value = definition[Lengths + symbol];
                if (!IsBaseline(value))
                {
                    return false;
                }

                if (length <= DcIndexBits && code < 1 << length)
                {
                    dcCodes.AsSpan(code << (DcIndexBits - length), 1 << (DcIndexBits - length)).Fill((ushort)((length << 8) | value));
                }

                if (length <= IndexBits && code < 1 << length)
                {
                    codes.AsSpan(code << (IndexBits - length), 1 << (IndexBits - length)).Fill((ushort)((length << 8) | value));
                }
            }

            // The code of ones only is not given to a symbol (T.81, C.2).
            if (count > 0 && code >= 1 << length)
            {
                return false;
            }

            ends[length] = code << (Lengths - length);
            code <<= 1;
        }

        return symbol > 0;
    }

    private bool IsBaseline(byte symbol) => IsAc
        ? symbol is 0 or 0xF0 || (symbol & 15) is >= 1 and <= 10
        : symbol <= 11;

    private Step[] MakeSteps() => steps = [.. Enumerable.Range(0, Size).Select(bits => MakeStep(bits, Step.Values, Step.ValueBits - 1))];

    private ushort[] MakeSkips() => skips = [.. Enumerable.Range(0, Size).Select(bits => MakeStep(bits, IndexBits, IndexBits).Narrow)];

    /// <summary>Whole symbols, with the bits behind them, from the first bit on.</summary>
    /// <param name="most">Of them; <paramref name="largest"/>: of the bits behind one.</param>
    private Step MakeStep(int bits, int most, int largest)
    {
        var step = default(Step.Draft);
        for (var symbols = 0; ; symbols++)
        {
            var code = codes[(bits << step.Bits) & (Size - 1)];
            var (length, run, size) = (code >> 8, (code >> 4) & 15, code & 15);
            if (length == 0 || size > largest || step.Bits + length + size > IndexBits)
            {
                return step.Finish(); // the rest is the next step's; with nothing before it, this one is for the long way
            }

            if ((byte)code == 0)
            {
                step.Bits += length;
                step.IsEnd = true;
                return step.Finish();
            }

            if (symbols == most)
            {
                return step.Finish();
            }

            var extra = ((bits << (step.Bits + length)) & (Size - 1)) >> (IndexBits - size);
            step.Add(run, size == 0 ? 0 : Extend(extra, size));
            step.Bits += length + size;
        }
    }

    /// <summary>T.81, F.2.2.1.</summary>
    private static int Extend(int bits, int size) => bits < 1 << (size - 1) ? bits - (1 << size) + 1 : bits;
}
