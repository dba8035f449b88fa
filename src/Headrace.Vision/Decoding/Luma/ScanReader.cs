using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Headrace.Vision.Decoding.Luma;

/// <summary>Where the decode of a scan is.</summary>
internal ref struct ScanReader
{
    /// <summary>Blocks that are read before they are transformed: a processor waits when it loads at once what it has just stored piece by piece.</summary>
    public const int Batch = 4;

    private readonly ReadOnlySpan<byte> jpeg;
    private readonly EntropyWindow window;
    private readonly Span<short> blocks;
    private readonly ReadOnlySpan<short> quantisation;
    private readonly HuffmanTable lumaDc;
    private readonly HuffmanTable lumaAc;
    private readonly int lumaAcross;
    private readonly int lumaDown;
    private readonly (int Blocks, HuffmanTable Dc, HuffmanTable Ac) blue;
    private readonly (int Blocks, HuffmanTable Dc, HuffmanTable Ac) red;
    private readonly int restartInterval;
    private readonly int side;
    private BitReader reader;
    private int dc;
    private int untilRestart;
    private int restarts;
    private Vector128<short> overflow;
    private int pending;
    private TargetsOfBatch targets;

    /// <param name="blocks">Memory for a batch.</param>
    /// <param name="side">Pixels that a block becomes, across and down: 4, 2 or 1.</param>
    public ScanReader(ReadOnlySpan<byte> jpeg, SequentialFrame frame, EntropyWindow window, Span<short> blocks, int side)
    {
        this.jpeg = jpeg;
        this.window = window;
        this.blocks = blocks;
        this.side = side;
        quantisation = frame.LumaQuantisation;
        (lumaAcross, lumaDown) = frame.LumaBlocks;
        (_, lumaDc, lumaAc) = frame.Coding(0);
        if (frame.ComponentCount == 3)
        {
            (blue, red) = (frame.Coding(1), frame.Coding(2));
        }

        restartInterval = untilRestart = frame.RestartInterval;
        blocks.Clear();
        window.Begin(jpeg, frame.Scan, ref reader);
    }

    /// <summary>A row of MCUs.</summary>
    /// <param name="strip">All of it, in rows of <paramref name="stride"/> pixels.</param>
    public bool TryReadRow(int mcus, Span<byte> strip, int stride)
    {
        for (var mcu = 0; mcu < mcus; mcu++)
        {
            if (restartInterval != 0 && untilRestart-- == 0 && !TryRestart())
            {
                return false;
            }

            window.Ensure(jpeg, ref reader);
            for (var y = 0; y < lumaDown; y++)
            {
                for (var x = 0; x < lumaAcross; x++)
                {
                    var target = (y * side * stride) + (((mcu * lumaAcross) + x) * side);
                    if (!TryReadLuma(strip, target, stride))
                    {
                        return false;
                    }
                }
            }

            if (!TrySkip(blue) || !TrySkip(red))
            {
                return false;
            }
        }

        Transform(strip, stride);
        return overflow == Vector128<short>.Zero;
    }

    /// <summary>The end marker follows at once, as it does behind every whole scan.</summary>
    public readonly bool IsAtEnd() => window.IsAtMarker(reader, out var marker) && jpeg[marker..].StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD9]);

    private bool TryReadLuma(Span<byte> strip, int target, int stride)
    {
        if (side == 1)
        {
            if (!reader.TrySkip(lumaDc, lumaAc, out var skipped) || !TryAdd(skipped))
            {
                return false;
            }

            strip[target] = ReducedInverseDct.Flat(dc * quantisation[0]);
            return true;
        }

        var block = blocks.Slice((pending / 2 * Blocks.Pair) + (pending % 2 * Blocks.Second), Blocks.Memory);
        if (!reader.TryRead(lumaDc, lumaAc, block, out var difference) || !TryAdd(difference))
        {
            return false;
        }

        block[0] = (short)dc;
        targets[pending] = target;
        if (++pending == Batch)
        {
            Transform(strip, stride);
        }

        return true;
    }

    private bool TryAdd(int difference)
    {
        dc += difference;
        return ReducedInverseDct.IsPlausibleDc(dc * quantisation[0]);
    }

    private void Transform(Span<byte> strip, int stride)
    {
        var pairs = (pending + 1) / 2;
        if (pending % 2 != 0)
        {
            targets[pending] = targets[pending - 1]; // the second block of the last pair is empty, and the first is written after it
        }

        for (var index = 0; index < pairs; index++)
        {
            var pair = blocks.Slice(index * Blocks.Pair, Blocks.Pair);
            var first = strip[targets[2 * index]..];
            var second = strip[targets[(2 * index) + 1]..];
            overflow |= side == 4
                ? ReducedInverseDct.Half(pair, quantisation, first, second, stride)
                : ReducedInverseDct.Quarter(pair[Blocks.Second..], quantisation, second, stride) | ReducedInverseDct.Quarter(pair, quantisation, first, stride);
        }

        blocks[..(pairs * Blocks.Pair)].Clear();
        pending = 0;
    }

    private bool TrySkip(in (int Blocks, HuffmanTable Dc, HuffmanTable Ac) chroma)
    {
        for (var block = 0; block < chroma.Blocks; block++)
        {
            if (!reader.TrySkip(chroma.Dc, chroma.Ac, out _))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>RST0 to RST7 in turn, without a byte before them.</summary>
    private bool TryRestart()
    {
        if (!window.IsAtMarker(reader, out var marker) || marker + 2 > jpeg.Length || jpeg[marker + 1] != 0xD0 + (restarts & 7))
        {
            return false;
        }

        (restarts, dc, untilRestart) = (restarts + 1, 0, restartInterval - 1);
        window.Begin(jpeg, marker + 2, ref reader);
        return true;
    }

    [InlineArray(Batch)]
    private struct TargetsOfBatch
    {
        private int first;
    }
}
