using System.Collections.Concurrent;
using Headrace.Vips;

namespace Headrace.Vision.Tests;

/// <summary>What people upload: one picture in every form that pictures come in, and what only looks like one. For every way into the system there is.</summary>
/// <param name="File">As it is uploaded.</param>
/// <param name="Width">Of the upright picture, in pixels; likewise <paramref name="Height"/>.</param>
/// <param name="Refusal">What the answer says instead; null where the answer has to be right.</param>
internal sealed record OddPicture(byte[] File, int Width, int Height, string? Refusal = null);

/// <inheritdoc cref="OddPicture"/>
internal static class OddPictures
{
    /// <summary>The picture: red land above, blue water below this part of its height.</summary>
    public const double Waterline = 0.75;

    private const int Wide = 320;
    private const int High = 240;

    private static readonly Dictionary<string, Func<OddPicture>> All = new()
    {
        ["baseline JPEG"] = () => Right(Draw().Encode(".jpg")),
        ["progressive JPEG"] = () => Right(Draw().Encode(".jpg", ("interlace", 1))),
        ["JPEG without chroma subsampling"] = () => Right(Draw().Encode(".jpg", ("Q", 95), ("subsample-mode", 2))),
        ["CMYK JPEG"] = () => Right(Draw().ToColourSpace(VipsInterpretation.Cmyk).Encode(".jpg")),
        ["CMYK TIFF"] = () => Right(Draw().ToColourSpace(VipsInterpretation.Cmyk).Encode(".tif")),
        ["8-bit PNG"] = () => Right(Draw().Encode(".png")),
        ["interlaced PNG"] = () => Right(Draw().Encode(".png", ("interlace", 1))),
        ["PNG of a palette"] = () => Right(Draw().Encode(".png", ("palette", 1))),
        ["16-bit PNG"] = () => Right(Draw().Cast(VipsFormat.UInt16, shift: true).As(VipsInterpretation.Rgb16).Encode(".png")),
        ["16-bit TIFF"] = () => Right(Draw().Cast(VipsFormat.UInt16, shift: true).As(VipsInterpretation.Rgb16).Encode(".tif")),
        ["WebP"] = () => Right(Draw().Encode(".webp")),
        ["AVIF"] = () => Right(Draw().Encode(".avif")),
        ["animated GIF"] = () => Right(Animated(".gif")),
        ["animated WebP"] = () => Right(Animated(".webp")),
        ["TIFF of two pages"] = () => Right(Animated(".tif")),
        ["JPEG with bytes after its end"] = () => Right([.. Draw().Encode(".jpg"), 1, 2, 3]),
        ["JPEG that EXIF says to turn by a half"] = () => Right(WithOrientation(Draw(upsideDown: true).Encode(".jpg"), 3)),
        ["JPEG that EXIF says to turn clockwise"] = () => Right(WithOrientation(DrawOnItsSide().Encode(".jpg"), 6)),
        ["JPEG that EXIF says to turn anticlockwise"] = () => Right(WithOrientation(DrawOnItsSide(isWaterLeft: true).Encode(".jpg"), 8)),
        ["1x1 PNG"] = () => new OddPicture(VipsImage.FromPixels([220, 0, 0], 1, 1, 3).Encode(".png"), 1, 1),
        ["1x1 JPEG"] = () => new OddPicture(VipsImage.FromPixels([220, 0, 0], 1, 1, 3).Encode(".jpg"), 1, 1),
        ["zero bytes"] = () => Wrong([], "an empty object (0 bytes), not an image"),
        ["text"] = () => Wrong("not a picture, whatever it is called"u8.ToArray(), "not an image of a known format"),
        ["SVG"] = () => Wrong("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>"u8.ToArray(), "not an image of a known format"),
        ["three bytes of a JPEG"] = () => Wrong([0xFF, 0xD8, 0xFF], "an unreadable JPEG image"),
        ["truncated JPEG"] = () => Wrong(Half(Draw().Encode(".jpg", ("Q", 95))), "an unreadable JPEG image"),
        ["truncated progressive JPEG"] = () => Wrong(Half(Draw().Encode(".jpg", ("interlace", 1))), "an unreadable JPEG image"),
        ["truncated CMYK JPEG"] = () => Wrong(Half(Draw().ToColourSpace(VipsInterpretation.Cmyk).Encode(".jpg", ("Q", 95))), "an unreadable JPEG image"),
        ["truncated PNG"] = () => Wrong(Half(Draw().Encode(".png")), "an unreadable PNG image"),
        ["truncated WebP"] = () => Wrong(Half(Draw().Encode(".webp")), "an unreadable WebP image"),
        ["truncated GIF"] = () => Wrong(Half(Draw().Encode(".gif")), "an unreadable GIF image"),
        ["truncated TIFF"] = () => Wrong(Half(Draw().Encode(".tif")), "an unreadable TIFF image"),
        ["truncated AVIF"] = () => Wrong(Half(Draw().Encode(".avif")), "an unreadable"),
        ["20,000x20,000 PNG"] = () => Wrong(Images.Black(".png", 20_000, 20_000, ("bitdepth", 1)), "an image of 20000x20000 = 400 megapixels, more than the limit of"),
        ["20,000x20,000 TIFF"] = () => Wrong(Images.Black(".tif", 20_000, 20_000, ("bitdepth", 1), ("compression", 2), ("predictor", 1)), "an image of 20000x20000 = 400 megapixels, more than the limit of"),
        ["JPEG that says it is 20,000x20,000"] = () => Wrong(Enlarged(Draw().Encode(".jpg"), 20_000), "an image of 20000x20000 = 400 megapixels, more than the limit of"),
    };

    private static readonly ConcurrentDictionary<string, OddPicture> Made = new();

    /// <summary>For a theory: an entry each.</summary>
    public static TheoryData<string> Names => [.. All.Keys];

    public static OddPicture Named(string name) => Made.GetOrAdd(name, static name => All[name]());

    /// <summary>A picture like any other: the one that comes after an odd one.</summary>
    public static OddPicture Good => Named("baseline JPEG");

    private static OddPicture Right(byte[] file) => new(file, Wide, High);

    private static OddPicture Wrong(byte[] file, string refusal) => new(file, 0, 0, refusal);

    private static byte[] Half(byte[] file) => file[..(file.Length / 2)];

    private static VipsImage Draw(bool upsideDown = false) => Draw(Wide, High, (_, y) => (upsideDown ? High - 1 - y : y) >= High * Waterline);

    /// <summary>As a camera that hangs on its side sees it: water to the right, or to the left.</summary>
    private static VipsImage DrawOnItsSide(bool isWaterLeft = false) => Draw(High, Wide, (x, _) => (isWaterLeft ? High - 1 - x : x) >= High * Waterline);

    private static VipsImage Draw(int width, int height, Func<int, int, bool> isWater)
    {
        var pixels = new byte[width * height * 3];
        for (var at = 0; at < pixels.Length; at += 3)
        {
            (pixels[at], pixels[at + 2]) = isWater(at / 3 % width, at / 3 / width) ? ((byte)0, (byte)220) : ((byte)220, (byte)0);
        }

        return VipsImage.FromPixels(pixels, width, height, 3);
    }

    /// <summary>Two frames, the second upside down: the first is the picture.</summary>
    private static byte[] Animated(string suffix)
    {
        byte[] pixels = [.. Draw().ToPixels(), .. Draw(upsideDown: true).ToPixels()];
        return VipsImage.FromPixels(pixels, Wide, 2 * High, 3).Encode(suffix, ("page-height", High));
    }

    private static byte[] WithOrientation(byte[] jpeg, byte orientation) =>
        [.. jpeg[..2], 0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0, .. jpeg[2..]];

    /// <summary>Another size in the frame's header (ITU-T T.81, B.2.2).</summary>
    private static byte[] Enlarged(byte[] jpeg, int side)
    {
        var frame = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        (jpeg[frame + 5], jpeg[frame + 6]) = ((byte)(side >> 8), (byte)side);
        (jpeg[frame + 7], jpeg[frame + 8]) = ((byte)(side >> 8), (byte)side);
        return jpeg;
    }
}
