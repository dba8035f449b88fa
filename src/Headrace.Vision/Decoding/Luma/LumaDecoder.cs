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
    private readonly short[] blocks = new short[ScanReader.Batch / 2 * Blocks.Pair];

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
        var (stride, rows) = (across * blocksAcross * eighths, blocksDown * eighths);
        if (strip.Length < stride * rows)
        {
            strip = GC.AllocateUninitializedArray<byte>(stride * rows);
        }

        var scan = new ScanReader(jpeg, frame, window, blocks, eighths);
        for (var top = 0; top < down * rows; top += rows)
        {
            if (!scan.TryReadRow(across, strip, stride))
            {
                return false;
            }

            for (var row = 0; row < Math.Min(rows, height - top); row++)
            {
                strip.AsSpan(row * stride, width).CopyTo(plane[((top + row) * width)..]);
            }
        }

        return scan.IsAtEnd();
    }

    /// <summary>The size is the image's at this scale, and at no larger one: of several with the same result TurboJPEG takes the largest.</summary>
    private bool IsAsked(int eighths, int width, int height) =>
        TurboJpeg.Scale(frame.Width, eighths) == width && TurboJpeg.Scale(frame.Height, eighths) == height
        && (TurboJpeg.Scale(frame.Width, eighths + 1) > width || TurboJpeg.Scale(frame.Height, eighths + 1) > height);
}
