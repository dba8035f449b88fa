using System.Runtime.Intrinsics;
using Headrace.Vips.Jpeg;

namespace Headrace.Vision.Decoding.Luma;

/// <summary>
/// Decodes the luma of a sequential JPEG at a half of its size or less: the pixels that libjpeg-turbo gives, in less time, because all that
/// they do not need is passed over while it is still Huffman codes (docs/decisions/0006). For one thread.
/// </summary>
/// <remarks>
/// ITU-T T.81 and what libjpeg makes of it. Whatever is not plain (progressive, arithmetic, several scans, other components than luma and
/// chroma, twelve bits, any damage) is not decoded here: libjpeg does that, and has the words for what is wrong.
/// </remarks>
internal sealed class LumaDecoder
{
    private const int BlockSide = 8;

    private readonly SequentialFrame frame = new();
    private readonly HuffmanTables tables = new();
    private readonly EntropyWindow window = new();
    private readonly short[] block = new short[Blocks.Memory];

    /// <summary>A row of MCUs, padded to whole blocks.</summary>
    private byte[] strip = [];

    /// <param name="plane">width × height bytes; when the result is false, of no meaning.</param>
    /// <param name="eighths">4, 2 or 1.</param>
    /// <param name="width">The image's, scaled with <see cref="TurboJpeg.Scale"/>; likewise <paramref name="height"/>.</param>
    /// <returns>False for an image that is not for this decoder.</returns>
    public bool TryDecode(ReadOnlySpan<byte> jpeg, int eighths, Span<byte> plane, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(plane.Length, checked(width * height));
        if (!ReducedInverseDct.IsSupported || eighths is not (4 or 2 or 1) || !frame.TryRead(jpeg, tables) || !IsAsked(eighths, width, height))
        {
            return false;
        }

        var (blocksAcross, blocksDown) = frame.LumaBlocks;
        var across = (frame.Width + (blocksAcross * BlockSide) - 1) / (blocksAcross * BlockSide);
        var down = (frame.Height + (blocksDown * BlockSide) - 1) / (blocksDown * BlockSide);
        var scan = new Scan(this, jpeg, eighths, across * blocksAcross * eighths);
        var rows = blocksDown * eighths;
        if (strip.Length < scan.Stride * rows)
        {
            strip = GC.AllocateUninitializedArray<byte>(scan.Stride * rows);
        }

        for (var row = 0; row < down; row++)
        {
            if (!scan.TryReadRow(across))
            {
                return false;
            }

            var top = row * rows;
            for (var line = 0; line < Math.Min(rows, height - top); line++)
            {
                strip.AsSpan(line * scan.Stride, width).CopyTo(plane[((top + line) * width)..]);
            }
        }

        return scan.IsAtEnd();
    }

    /// <summary>The size is the image's at this scale, and at no larger one: of several with the same result TurboJPEG takes the largest.</summary>
    private bool IsAsked(int eighths, int width, int height) =>
        TurboJpeg.Scale(frame.Width, eighths) == width && TurboJpeg.Scale(frame.Height, eighths) == height
        && (TurboJpeg.Scale(frame.Width, eighths + 1) > width || TurboJpeg.Scale(frame.Height, eighths + 1) > height);

    /// <summary>Where a decode is.</summary>
    private ref struct Scan
    {
        private readonly LumaDecoder decoder;
        private readonly ReadOnlySpan<byte> jpeg;
        private readonly int side;
        private readonly int lumaAcross;
        private readonly int lumaDown;
        private readonly HuffmanTable lumaDc;
        private readonly HuffmanTable lumaAc;
        private BitReader reader;
        private int dc;
        private int untilRestart;
        private int restart;
        private Vector128<short> overflow;

        public Scan(LumaDecoder decoder, ReadOnlySpan<byte> jpeg, int side, int stride)
        {
            (this.decoder, this.side, Stride) = (decoder, side, stride);
            this.jpeg = jpeg;
            (lumaAcross, lumaDown) = decoder.frame.LumaBlocks;
            (_, lumaDc, lumaAc) = decoder.frame.Coding(0);
            untilRestart = decoder.frame.RestartInterval;
            decoder.window.Begin(jpeg, decoder.frame.Scan, ref reader);
        }

        public int Stride { get; }

        /// <summary>A row of MCUs into the strip.</summary>
        public bool TryReadRow(int across)
        {
            for (var mcu = 0; mcu < across; mcu++)
            {
                if (decoder.frame.RestartInterval != 0 && untilRestart-- == 0 && !TryRestart())
                {
                    return false;
                }

                decoder.window.Ensure(jpeg, ref reader);
                for (var y = 0; y < lumaDown; y++)
                {
                    for (var x = 0; x < lumaAcross; x++)
                    {
                        var target = decoder.strip.AsSpan((y * side * Stride) + (((mcu * lumaAcross) + x) * side));
                        if (!TryReadLuma(target))
                        {
                            return false;
                        }
                    }
                }

                if (!TrySkipChroma())
                {
                    return false;
                }
            }

            return overflow == Vector128<short>.Zero;
        }

        /// <summary>The end marker follows at once, as after every whole scan.</summary>
        public readonly bool IsAtEnd() => decoder.window.IsAtMarker(reader, out var marker) && jpeg[marker..].StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD9]);

        private bool TryReadLuma(Span<byte> target)
        {
            if (!reader.TryReadDc(lumaDc, out var difference))
            {
                return false;
            }

            dc += difference;
            var quantisation = decoder.frame.LumaQuantisation;
            var dequantised = dc * quantisation[0];
            if (!ReducedInverseDct.IsPlausibleDc(dequantised))
            {
                return false;
            }

            if (side == 1)
            {
                target[0] = ReducedInverseDct.Flat(dequantised);
                return reader.TrySkipAc(lumaAc);
            }

            Span<short> block = decoder.block;
            block.Clear();
            block[0] = (short)dc;
            var end = reader.ReadAc(lumaAc, block);
            if (end <= 1)
            {
                var flat = ReducedInverseDct.Flat(dequantised);
                for (var line = 0; line < side; line++)
                {
                    target.Slice(line * Stride, side).Fill(flat);
                }
            }
            else
            {
                overflow |= side == 4
                    ? ReducedInverseDct.Half(block, quantisation, target, Stride)
                    : ReducedInverseDct.Quarter(block, quantisation, target, Stride);
            }

            return end != 0;
        }

        private bool TrySkipChroma()
        {
            for (var component = 1; component < decoder.frame.ComponentCount; component++)
            {
                var (blocks, dcTable, acTable) = decoder.frame.Coding(component);
                for (var block = 0; block < blocks; block++)
                {
                    if (!reader.TryReadDc(dcTable, out _) || !reader.TrySkipAc(acTable))
                    {
                        return false;
                    }
                }
            }

            return true;
        }

        /// <summary>RST0 to RST7 in turn, without a byte before them.</summary>
        private bool TryRestart()
        {
            if (!decoder.window.IsAtMarker(reader, out var marker) || marker + 2 > jpeg.Length || jpeg[marker + 1] != 0xD0 + (restart & 7))
            {
                return false;
            }

            (restart, dc, untilRestart) = (restart + 1, 0, decoder.frame.RestartInterval - 1);
            decoder.window.Begin(jpeg, marker + 2, ref reader);
            return true;
        }
    }
}
