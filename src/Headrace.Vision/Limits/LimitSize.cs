using System.Globalization;
using Headrace.Vips.Jpeg;
using Headrace.Vision.Decoding;
using Headrace.Vision.Pipelines;

namespace Headrace.Vision.Limits;

/// <summary>Refuses by the header what would not fit, before a pixel is decoded: decompression bombs, and what takes more memory than there is.</summary>
/// <param name="maximumPixels">Width times height.</param>
/// <param name="maximumMemory">Bytes for decoding and resizing, besides the input.</param>
/// <param name="resultWidth">Pixels; likewise <paramref name="resultHeight"/>.</param>
public sealed class LimitSize(long maximumPixels, long maximumMemory, int resultWidth, int resultHeight) : IStep
{
    /// <summary>The longest side, as in a JPEG: a picture one pixel wide and a million high is no picture.</summary>
    private const int MaximumSide = 65_535;

    public void Apply(Frame frame)
    {
        var pixels = (long)frame.Width * frame.Height;
        if (pixels > maximumPixels)
        {
            throw Reject($"an image of {frame.Width}x{frame.Height} = {pixels / 1e6:0.#} megapixels, more than the limit of {maximumPixels / 1e6:0.######}");
        }

        if (Math.Max(frame.Width, frame.Height) > MaximumSide)
        {
            throw Reject($"an image of {frame.Width}x{frame.Height}, with a side of more than {MaximumSide} pixels");
        }

        var memory = frame.DecoderMemory + ResizeMemory(frame);
        if (memory > maximumMemory)
        {
            throw Reject($"a {frame.Format.Name()} image of {frame.Width}x{frame.Height} that takes about {Math.Max(1, memory >> 20)} MiB to read, more than the {Math.Max(0, maximumMemory) >> 20} MiB that this function's memory leaves");
        }
    }

    /// <summary>Rows at their final width, and before them the plane that a JPEG is decoded to.</summary>
    private long ResizeMemory(Frame frame)
    {
        var eighths = frame.Format == ImageFormat.Jpeg ? DctScale.Eighths(frame.Width, frame.Height, resultWidth, resultHeight) : 8;
        var height = (long)TurboJpeg.Scale(frame.Height, eighths);
        return (height * resultWidth) + (frame.Format == ImageFormat.Jpeg ? height * TurboJpeg.Scale(frame.Width, eighths) : 0);
    }

    private static ImageRejected Reject(FormattableString reason) => new(reason.ToString(CultureInfo.InvariantCulture));
}
