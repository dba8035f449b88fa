using System.Globalization;
using Headrace.Vision.Decoding;
using Headrace.Vision.Pipelines;

namespace Headrace.Vision.Limits;

/// <summary>Refuses by the header what would not fit, before a pixel is decoded: decompression bombs, and formats whose decoders hold the whole image.</summary>
/// <param name="maximumPixels">Width times height.</param>
/// <param name="maximumMemory">Bytes a decoder may hold at once, besides its input.</param>
public sealed class LimitSize(long maximumPixels, long maximumMemory) : IStep
{
    public void Apply(Frame frame)
    {
        var pixels = (long)frame.Width * frame.Height;
        if (pixels > maximumPixels)
        {
            throw new ImageRejected(string.Create(
                CultureInfo.InvariantCulture,
                $"an image of {frame.Width}x{frame.Height} = {pixels / 1e6:0.#} megapixels, more than the limit of {maximumPixels / 1e6:0.######}"));
        }

        if (frame.DecoderMemory > maximumMemory)
        {
            throw new ImageRejected(string.Create(
                CultureInfo.InvariantCulture,
                $"a {frame.Format.Name()} image of {frame.Width}x{frame.Height} that needs about {frame.DecoderMemory >> 20} MiB to decode, more than the {Math.Max(0, maximumMemory) >> 20} MiB this function's memory leaves"));
        }
    }
}
