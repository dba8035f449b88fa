namespace Headrace.Vision.Decoding.Luma;

/// <summary>What a JPEG's segments say before its only scan, as far as its luma needs it.</summary>
internal sealed class SequentialFrame
{
    private const int Tables = 4;
    private const int MaximumBlocks = 10;
    private const int MaximumComponents = 3;

    private readonly HuffmanTable?[] dc = new HuffmanTable?[Tables];
    private readonly HuffmanTable?[] ac = new HuffmanTable?[Tables];
    private readonly short[]?[] quantisation = new short[]?[Tables];
    private readonly short[][] quantisationMemory = [new short[2 * Blocks.Coefficients], new short[2 * Blocks.Coefficients], new short[2 * Blocks.Coefficients], new short[2 * Blocks.Coefficients]];
    private readonly Component[] components = new Component[MaximumComponents];

    public int Width { get; private set; }

    public int Height { get; private set; }

    /// <summary>MCUs between restart markers, or 0.</summary>
    public int RestartInterval { get; private set; }

    /// <summary>Where the entropy-coded data begin.</summary>
    public int Scan { get; private set; }

    public int ComponentCount { get; private set; }

    /// <summary>Luma blocks of an MCU, across and down.</summary>
    public (int Across, int Down) LumaBlocks { get; private set; }

    /// <summary>In the order of a pair of blocks: every row twice.</summary>
    public ReadOnlySpan<short> LumaQuantisation => quantisation[components[0].Quantisation];

    /// <summary>All blocks of an MCU that belong to component <paramref name="index"/>, and its tables.</summary>
    public (int Blocks, HuffmanTable Dc, HuffmanTable Ac) Coding(int index)
    {
        ref readonly var component = ref components[index];
        return (ComponentCount == 1 ? 1 : component.Across * component.Down, dc[component.Dc]!, ac[component.Ac]!);
    }

    /// <summary>Reads the segments up to the scan.</summary>
    /// <returns>False when there is anything in them that <see cref="LumaDecoder"/> leaves to libjpeg.</returns>
    public bool TryRead(ReadOnlySpan<byte> jpeg, HuffmanTables tables)
    {
        Array.Clear(dc);
        Array.Clear(ac);
        Array.Clear(quantisation);
        (ComponentCount, RestartInterval) = (0, 0);
        if (!jpeg.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]))
        {
            return false;
        }

        for (var at = 2; at + 4 <= jpeg.Length && jpeg[at] == 0xFF;)
        {
            var marker = jpeg[at + 1];
            var length = (jpeg[at + 2] << 8) | jpeg[at + 3];
            if (length < 2 || at + 2 + length > jpeg.Length)
            {
                return false;
            }

            var segment = jpeg.Slice(at + 4, length - 2);
            at += 2 + length;
            var understood = marker switch
            {
                0xC0 or 0xC1 => ReadFrame(segment),
                0xC4 => ReadHuffmanTables(segment, tables),
                0xDA => ReadScan(segment),
                0xDB => ReadQuantisation(segment),
                0xDD => ReadRestartInterval(segment),
                0xEE => ReadAdobe(segment),
                >= 0xE0 and <= 0xEF or 0xFE => true,
                _ => false,
            };
            if (!understood || marker == 0xDA)
            {
                Scan = at;
                return understood;
            }
        }

        return false;
    }

    private bool ReadFrame(ReadOnlySpan<byte> segment)
    {
        if (ComponentCount != 0 || segment.Length < 6 || segment[0] != 8 || segment[5] is not (1 or 3) || segment.Length != 6 + (3 * segment[5]))
        {
            return false;
        }

        (Height, Width, ComponentCount) = ((segment[1] << 8) | segment[2], (segment[3] << 8) | segment[4], segment[5]);
        for (var index = 0; index < ComponentCount; index++)
        {
            var fields = segment.Slice(6 + (3 * index), 3);
            components[index] = new Component { Id = fields[0], Across = fields[1] >> 4, Down = fields[1] & 15, Quantisation = fields[2] };
            if (fields[2] >= Tables)
            {
                return false;
            }
        }

        return Width > 0 && Height > 0 && IsSampledLikeLuma();
    }

    /// <summary>Luma has every pixel, and chroma a whole fraction of them.</summary>
    private bool IsSampledLikeLuma()
    {
        ref readonly var luma = ref components[0];
        if (luma.Across is not (1 or 2 or 4) || luma.Down is not (1 or 2 or 4))
        {
            return false;
        }

        // One component alone is not interleaved: its MCU is a block, whatever its sampling says (T.81, A.2.2).
        LumaBlocks = ComponentCount == 1 ? (1, 1) : (luma.Across, luma.Down);
        var blocks = luma.Across * luma.Down;
        for (var index = 1; index < ComponentCount; index++)
        {
            ref readonly var chroma = ref components[index];
            if (chroma.Across == 0 || chroma.Down == 0 || luma.Across % chroma.Across != 0 || luma.Down % chroma.Down != 0)
            {
                return false;
            }

            blocks += chroma.Across * chroma.Down;
        }

        return ComponentCount == 1 || (blocks <= MaximumBlocks && AreNamedLikeYCbCr());
    }

    /// <summary>Components called R, G and B are just that (libjpeg guesses so when no JFIF or Adobe segment says otherwise).</summary>
    private bool AreNamedLikeYCbCr()
    {
        var (first, second, third) = (components[0].Id, components[1].Id, components[2].Id);
        return first != second && first != third && second != third && (first, second, third) is not ((byte)'R', (byte)'G', (byte)'B');
    }

    private bool ReadHuffmanTables(ReadOnlySpan<byte> segment, HuffmanTables tables)
    {
        while (segment.Length > HuffmanTable.Lengths)
        {
            var (isAc, index) = (segment[0] >> 4, segment[0] & 15);
            var symbols = 0;
            foreach (var count in segment.Slice(1, HuffmanTable.Lengths))
            {
                symbols += count;
            }

            var size = HuffmanTable.Lengths + symbols;
            if (isAc > 1 || index >= Tables || segment.Length < 1 + size || tables.Find(segment.Slice(1, size), isAc == 1) is not { } table)
            {
                return false;
            }

            (isAc == 1 ? ac : dc)[index] = table;
            segment = segment[(1 + size)..];
        }

        return segment.IsEmpty;
    }

    private bool ReadQuantisation(ReadOnlySpan<byte> segment)
    {
        for (; segment.Length > Blocks.Coefficients; segment = segment[(1 + Blocks.Coefficients)..])
        {
            var index = segment[0]; // with a precision of sixteen bits in its upper half, which is for libjpeg
            if (index >= Tables)
            {
                return false;
            }

            var table = quantisation[index] = quantisationMemory[index];
            for (var at = 0; at < Blocks.Coefficients; at++)
            {
                if (segment[1 + at] == 0)
                {
                    return false;
                }

                var (row, column) = Math.DivRem((int)Blocks.NaturalOrder[at], 8);
                table[(row * Blocks.Row) + column] = table[(row * Blocks.Row) + Blocks.Second + column] = segment[1 + at];
            }
        }

        return segment.IsEmpty;
    }

    private bool ReadRestartInterval(ReadOnlySpan<byte> segment)
    {
        RestartInterval = segment.Length == 2 ? (segment[0] << 8) | segment[1] : 0;
        return segment.Length == 2;
    }

    /// <summary>Transform 1 is YCbCr; 0 would be RGB.</summary>
    private static bool ReadAdobe(ReadOnlySpan<byte> segment) =>
        !segment.StartsWith("Adobe"u8) || (segment.Length >= 12 && segment[11] == 1);

    /// <summary>One scan with all components, all coefficients, at full precision.</summary>
    private bool ReadScan(ReadOnlySpan<byte> segment)
    {
        if (ComponentCount == 0 || segment.Length != 4 + (2 * ComponentCount) || segment[0] != ComponentCount || !segment.EndsWith((ReadOnlySpan<byte>)[0, 63, 0]))
        {
            return false;
        }

        for (var index = 0; index < ComponentCount; index++)
        {
            ref var component = ref components[index];
            var (id, chosen) = (segment[1 + (2 * index)], segment[2 + (2 * index)]);
            (component.Dc, component.Ac) = (chosen >> 4, chosen & 15);
            if (id != component.Id || component.Dc >= Tables || component.Ac >= Tables
                || dc[component.Dc] is null || ac[component.Ac] is null || quantisation[component.Quantisation] is null)
            {
                return false;
            }
        }

        return true;
    }

    private struct Component
    {
        public byte Id;
        public int Across;
        public int Down;
        public byte Quantisation;
        public int Dc;
        public int Ac;
    }
}
