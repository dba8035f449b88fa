using System.Runtime.InteropServices;
using Headrace.Vips;

namespace Headrace.Vision.Decoding;

/// <summary>Rows that libvips decodes as they are read, turned to gray as Pillow's <c>convert("L")</c> does it: opacity is ignored, and sixteen bits give their upper eight.</summary>
internal sealed class VipsGrayRows : GrayRows
{
    private readonly VipsImage image;
    private readonly VipsRows rows;
    private readonly ImageFormat format;
    private readonly int bands;
    private readonly bool wide;
    private readonly bool cmyk;

    /// <summary>Owns the image.</summary>
    public VipsGrayRows(ImageFormat format, VipsImage decoded, double extentX, double extentY)
    {
        this.format = format;
        image = Simplify(decoded);
        (Width, Height, bands) = (image.Width, image.Height, image.Bands);
        (ExtentX, ExtentY) = (Math.Min(extentX, Width), Math.Min(extentY, Height));
        wide = image.Format == VipsFormat.UInt16;
        cmyk = image.Interpretation == VipsInterpretation.Cmyk && bands >= 4;
        rows = image.ReadRows();
    }

    public override int Width { get; }

    public override int Height { get; }

    public override double ExtentX { get; }

    public override double ExtentY { get; }

    public override void Read(int top, int count, Span<byte> destination)
    {
        var pixels = Decode(top, count);
        destination = destination[..(Width * count)];
        if (wide)
        {
            Gray(MemoryMarshal.Cast<byte, ushort>(pixels), destination);
        }
        else if (cmyk)
        {
            GrayOfInk(pixels, destination);
        }
        else if (bands == 1)
        {
            pixels.CopyTo(destination);
        }
        else
        {
            Gray(pixels, destination);
        }
    }

    private ReadOnlySpan<byte> Decode(int top, int count)
    {
        try
        {
            return rows.Read(top, count);
        }
        catch (VipsException exception)
        {
            throw ImageRejected.Unreadable(format, exception);
        }
    }

    /// <summary>L = (19595 R + 38470 G + 7471 B + 2¹⁵) / 2¹⁶: ITU-R BT.601 in Pillow's integers.</summary>
    private static byte Luma(int red, int green, int blue) => (byte)(((red * 19595) + (green * 38470) + (blue * 7471) + 0x8000) >> 16);

    private void Gray(ReadOnlySpan<byte> pixels, Span<byte> destination)
    {
        for (int pixel = 0, at = 0; pixel < destination.Length; pixel++, at += bands)
        {
            destination[pixel] = bands < 3 ? pixels[at] : Luma(pixels[at], pixels[at + 1], pixels[at + 2]);
        }
    }

    private void Gray(ReadOnlySpan<ushort> pixels, Span<byte> destination)
    {
        for (int pixel = 0, at = 0; pixel < destination.Length; pixel++, at += bands)
        {
            destination[pixel] = bands < 3 ? (byte)(pixels[at] >> 8) : Luma(pixels[at] >> 8, pixels[at + 1] >> 8, pixels[at + 2] >> 8);
        }
    }

    /// <summary>Cyan, magenta, yellow and black without a colour profile: ink takes light away.</summary>
    private void GrayOfInk(ReadOnlySpan<byte> pixels, Span<byte> destination)
    {
        for (int pixel = 0, at = 0; pixel < destination.Length; pixel++, at += bands)
        {
            var light = 255 - pixels[at + 3];
            destination[pixel] = Luma(Through(pixels[at], light), Through(pixels[at + 1], light), Through(pixels[at + 2], light));
        }
    }

    private static int Through(int ink, int light)
    {
        var product = (ink * light) + 128;
        return Math.Clamp(light - (((product >> 8) + product) >> 8), 0, 255);
    }

    /// <summary>Leaves gray, RGB and CMYK of eight or sixteen bits as they are; other encodings become sRGB, other numbers bytes.</summary>
    private static VipsImage Simplify(VipsImage decoded)
    {
        var image = decoded;
        if (image.Interpretation is VipsInterpretation.Lab or VipsInterpretation.ScRgb)
        {
            image = Replace(image, image.ToColourSpace(VipsInterpretation.Srgb));
        }

        return image.Format is VipsFormat.Byte or VipsFormat.UInt16 ? image : Replace(image, image.Cast(VipsFormat.Byte));
    }

    private static VipsImage Replace(VipsImage old, VipsImage image)
    {
        old.Dispose();
        return image;
    }

    public override void Dispose()
    {
        rows.Dispose();
        image.Dispose();
    }
}
