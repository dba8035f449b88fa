using System.Runtime.InteropServices;
using Headrace.Vips;

namespace Headrace.Vision.Decoding;

/// <summary>Pixels that libvips decodes, as RGB: gray thrice, opacity dropped, sixteen bits cut to their upper eight, inks without a colour profile.</summary>
internal static class VipsRgb
{
    private const int RowsAtOnce = 16;

    public static RgbImage Read(VipsImage opened, RgbImage destination)
    {
        using var simple = Simplify(opened);
        var image = simple ?? opened;
        var isWide = image.Format == VipsFormat.UInt16;
        var isInk = image.Interpretation == VipsInterpretation.Cmyk && image.Bands >= 4;
        using var rows = image.ReadRows();
        for (var top = 0; top < image.Height; top += RowsAtOnce)
        {
            var count = Math.Min(RowsAtOnce, image.Height - top);
            var strip = rows.Read(top, count);
            var pixels = destination.Pixels.Slice(top * image.Width * 3, count * image.Width * 3);
            if (isWide)
            {
                Narrow(MemoryMarshal.Cast<byte, ushort>(strip), image.Bands, pixels);
            }
            else if (isInk)
            {
                Ink(strip, image.Bands, pixels);
            }
            else if (image.Bands == 3)
            {
                strip.CopyTo(pixels);
            }
            else
            {
                Copy(strip, image.Bands, pixels);
            }
        }

        return destination;
    }

    private static void Copy(ReadOnlySpan<byte> strip, int bands, Span<byte> pixels)
    {
        var (green, blue) = bands < 3 ? (0, 0) : (1, 2);
        for (int at = 0, from = 0; at < pixels.Length; at += 3, from += bands)
        {
            (pixels[at], pixels[at + 1], pixels[at + 2]) = (strip[from], strip[from + green], strip[from + blue]);
        }
    }

    private static void Narrow(ReadOnlySpan<ushort> strip, int bands, Span<byte> pixels)
    {
        var (green, blue) = bands < 3 ? (0, 0) : (1, 2);
        for (int at = 0, from = 0; at < pixels.Length; at += 3, from += bands)
        {
            (pixels[at], pixels[at + 1], pixels[at + 2]) = ((byte)(strip[from] >> 8), (byte)(strip[from + green] >> 8), (byte)(strip[from + blue] >> 8));
        }
    }

    private static void Ink(ReadOnlySpan<byte> strip, int bands, Span<byte> pixels)
    {
        for (int at = 0, from = 0; at < pixels.Length; at += 3, from += bands)
        {
            var light = 255 - strip[from + 3];
            for (var band = 0; band < 3; band++)
            {
                pixels[at + band] = (byte)((((255 - strip[from + band]) * light) + 127) / 255);
            }
        }
    }

    /// <summary>Other encodings become sRGB, other numbers bytes; null when nothing is to be done.</summary>
    private static VipsImage? Simplify(VipsImage image)
    {
        if (image.Interpretation is VipsInterpretation.Lab or VipsInterpretation.ScRgb)
        {
            return image.ToColourSpace(VipsInterpretation.Srgb);
        }

        return image.Format is VipsFormat.Byte or VipsFormat.UInt16 ? null : image.Cast(VipsFormat.Byte);
    }
}
