using Headrace.Vision.Decoding;
using Headrace.Vision.Segmentation;

namespace Headrace.Gauge.Measuring;

/// <summary>A mask that was drawn by hand: whatever is not black is water.</summary>
public static class GroundTruth
{
    /// <summary>The image as a mask of that size, by the nearest pixel.</summary>
    public static Mask Of(RgbImage image, int width, int height)
    {
        var mask = new Mask(image.Width, image.Height);
        var pixels = mask.Pixels;
        for (var at = 0; at < pixels.Length; at++)
        {
            // Luma as OpenCV's IMREAD_GRAYSCALE rounds it.
            var luma = ((image.Pixels[at * 3] * 4899) + (image.Pixels[(at * 3) + 1] * 9617) + (image.Pixels[(at * 3) + 2] * 1868) + 8192) >> 14;
            pixels[at] = luma > 0 ? (byte)1 : (byte)0;
        }

        return mask.ResizeNearest(width, height);
    }
}
