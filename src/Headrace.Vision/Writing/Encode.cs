using Headrace.Vips;
using Headrace.Vips.Jpeg;
using Headrace.Vision.Decoding;
using Headrace.Vision.Pipelines;

namespace Headrace.Vision.Writing;

/// <summary>Writes the gray result in the input's own format.</summary>
/// <param name="quality">1 to 100, for the formats that lose some.</param>
public sealed class Encode(int quality) : IStep
{
    private const int TiffLzw = 5;

    private byte[] jpeg = [];

    public void Apply(Frame frame)
    {
        frame.OutputFormat = frame.Format;
        if (frame.OutputFormat == ImageFormat.Jpeg && TurboJpeg.IsAvailable)
        {
            var length = frame.TurboJpeg.EncodeGray(frame.Gray.Span, frame.GrayWidth, frame.GrayHeight, quality, ref jpeg);
            frame.Output = jpeg.AsMemory(0, length);
            return;
        }

        using var image = VipsImage.FromPixels(frame.Gray.Span, frame.GrayWidth, frame.GrayHeight, 1);
        var suffix = frame.OutputFormat.Suffix();
        frame.Output = frame.OutputFormat switch
        {
            ImageFormat.Jpeg or ImageFormat.WebP or ImageFormat.Avif => image.Encode(suffix, ("Q", quality)),
            ImageFormat.Tiff => image.Encode(suffix, ("compression", TiffLzw)),
            _ => image.Encode(suffix),
        };
    }
}
