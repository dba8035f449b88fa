using Headrace.Vips;
using Headrace.Vips.Jpeg;
using Headrace.Vision.Pipelines;

namespace Headrace.Vision.Decoding;

/// <summary>What the input is and how large, from its first bytes and its header; no pixel is decoded. The name it came by does not matter.</summary>
public sealed class Identify : IStep
{
    public void Apply(Frame frame)
    {
        var input = frame.Input.Span;
        if (input.IsEmpty)
        {
            throw new ImageRejected("an empty object (0 bytes), not an image");
        }

        if (!(input.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) && TurboJpeg.IsAvailable && IdentifyJpeg(frame)))
        {
            IdentifyAny(frame);
        }
    }

    /// <returns>False for a JPEG without luma, which is for libvips.</returns>
    private static bool IdentifyJpeg(Frame frame)
    {
        frame.Format = ImageFormat.Jpeg;
        JpegHeader header;
        try
        {
            header = frame.TurboJpeg.ReadHeader(frame.Input.Span);
        }
        catch (VipsException exception)
        {
            throw ImageRejected.Unreadable(ImageFormat.Jpeg, exception);
        }

        (frame.Width, frame.Height) = (header.Width, header.Height);
        frame.DecoderMemory = JpegScans.CoefficientBytes(frame.Input.Span);
        return header.HasLuma;
    }

    private static void IdentifyAny(Frame frame)
    {
        frame.Loader = VipsImage.FindLoader(frame.Input.Span);
        frame.Format = frame.Loader is null ? ImageFormat.Unknown : ImageFormatExtensions.OfLoader(frame.Loader);
        if (frame.Format == ImageFormat.Unknown)
        {
            throw new ImageRejected(IsTiff(frame.Input.Span)
                ? "an unreadable TIFF image: its directory of tags is not in it"
                : "not an image of a known format (JPEG, PNG, WebP, TIFF, GIF, AVIF)");
        }

        try
        {
            frame.Image = VipsImage.Open(frame.Input, frame.Loader!);
        }
        catch (VipsException exception)
        {
            throw ImageRejected.Unreadable(frame.Format, exception);
        }

        (frame.Width, frame.Height) = (frame.Image.Width, frame.Image.Height);
        frame.DecoderMemory = DecoderMemory(frame, frame.Image);
    }

    /// <summary>libvips knows a TIFF by its first directory, which many programs write at the end: a truncated one has none.</summary>
    private static bool IsTiff(ReadOnlySpan<byte> input) => input.StartsWith("II*\0"u8) || input.StartsWith("MM\0*"u8);

    /// <summary>What is decoded whole, and not row by row: libvips' loaders as they are, rounded up.</summary>
    private static long DecoderMemory(Frame frame, VipsImage image)
    {
        var pixels = (long)image.Width * image.Height;
        var pixel = image.Bands * (image.Format is VipsFormat.Byte or VipsFormat.SignedByte ? 1 : image.Format is VipsFormat.UInt16 or VipsFormat.Int16 ? 2 : 4);
        return frame.Format switch
        {
            ImageFormat.Jpeg => JpegScans.CoefficientBytes(frame.Input.Span),
            ImageFormat.Png when image.Field("interlaced") is not 1 => 0,
            ImageFormat.Png or ImageFormat.Tiff => pixels * pixel,
            ImageFormat.Gif => pixels * 8, // the canvas, and the one before it
            ImageFormat.WebP => pixels * 6, // planes and their pixels
            _ => pixels * (pixel + 6),
        };
    }
}
