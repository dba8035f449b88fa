using System.Text.Json.Nodes;
using Headrace.Vips;
using Headrace.Vision.Decoding;
using Headrace.Vision.Photographs;
using Headrace.Vision.Tests.Segmentation;

namespace Headrace.Vision.Tests.Decoding;

public sealed class RgbDecoderTests : IDisposable
{
    private readonly RgbDecoder decoder = new(maximumPixels: 100_000_000, maximumMemory: 1L << 30);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("headrace-rgb-");

    public void Dispose()
    {
        decoder.Dispose();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(".png", 1000)]
    [InlineData(".tif", 1000)]
    [InlineData(".jpg", 45)]
    public void Pixels_are_OpenCVs(string suffix, int decibels)
    {
        OpenCv.SkipUnlessAvailable();
        var file = Images.Photograph(suffix, 301, 203);
        var ours = decoder.Decode(file, 301, 203);
        var psnr = Images.Psnr(ours.Pixels, Imread(file, suffix));
        Assert.True(psnr >= decibels, $"{psnr:0.0} dB");
    }

    [Fact]
    public void EXIF_orientation_is_applied_as_OpenCV_applies_it()
    {
        OpenCv.SkipUnlessAvailable();
        for (var orientation = 1; orientation <= 8; orientation++)
        {
            var file = Rotated(PhotographGenerator.Create(3, 90, 60), orientation);
            var ours = decoder.Decode(file, 1000, 1000);
            Assert.Equal(orientation >= 5 ? (60, 90) : (90, 60), (ours.Width, ours.Height));
            var psnr = Images.Psnr(ours.Pixels, Imread(file, ".jpg"));
            Assert.True(psnr > 45, $"orientation {orientation}: {psnr:0.0} dB");
        }
    }

    [Fact]
    public void An_orientation_that_makes_no_sense_is_none()
    {
        var plain = PhotographGenerator.Create(3, 90, 60);
        foreach (var orientation in (int[])[0, 9, 65535])
        {
            Assert.Equal(90, decoder.Decode(Rotated(plain, orientation), 90, 60).Width);
        }

        var damaged = Rotated(plain, 6);
        for (var at = 12; at < 32; at++)
        {
            damaged[at] = 0xFF;
            _ = decoder.Decode(damaged, 90, 60);
        }
    }

    [Fact]
    public void A_JPEG_is_decoded_no_larger_than_is_needed()
    {
        var file = PhotographGenerator.Create(1, 1920, 1080);

        Assert.Equal((1920, 1080), Size(decoder.Decode(file, 1920, 1080)));
        Assert.Equal((960, 540), Size(decoder.Decode(file, 960, 540)));
        Assert.Equal((480, 270), Size(decoder.Decode(file, 320, 192)));
        Assert.Equal((1920, 1080), Size(decoder.Decode(file, 961, 100)));
        Assert.Equal((540, 960), Size(decoder.Decode(Rotated(file, 6), 300, 700)));
    }

    [Fact]
    public void Other_kinds_of_pixels_become_three_bytes()
    {
        using var gray = VipsImage.FromPixels([0, 80, 160, 255], 2, 2, 1);
        Assert.Equal([0, 0, 0, 80, 80, 80, 160, 160, 160, 255, 255, 255], decoder.Decode(gray.Encode(".png"), 2, 2).Pixels.ToArray());
        using var seeThrough = VipsImage.FromPixels([10, 20, 30, 0, 40, 50, 60, 128], 2, 1, 4);
        Assert.Equal([10, 20, 30, 40, 50, 60], decoder.Decode(seeThrough.Encode(".png"), 2, 1).Pixels.ToArray());
        using var narrow = VipsImage.FromPixels([1, 2, 3, 200, 201, 202], 2, 1, 3);
        using var wide = narrow.Cast(VipsFormat.UInt16, shift: true);
        using var sixteen = wide.As(VipsInterpretation.Rgb16);
        Assert.Equal([1, 2, 3, 200, 201, 202], decoder.Decode(sixteen.Encode(".png"), 2, 1).Pixels.ToArray());
        using var inks = VipsImage.FromPixels([0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 255], 3, 1, 4);
        using var cmyk = inks.As(VipsInterpretation.Cmyk);
        Assert.Equal([255, 255, 255, 0, 255, 255, 0, 0, 0], decoder.Decode(cmyk.Encode(".tif"), 3, 1).Pixels.ToArray());
    }

    [Fact]
    public void What_is_no_image_or_too_large_a_one_is_refused_and_the_next_is_decoded()
    {
        var jpeg = Images.Jpeg;
        using var small = new RgbDecoder(maximumPixels: 50_000, maximumMemory: 1 << 20);
        Assert.Equal("an empty object (0 bytes), not an image", Refusal(decoder, []));
        Assert.StartsWith("not an image of a known format", Refusal(decoder, "text"u8.ToArray()), StringComparison.Ordinal);
        Assert.StartsWith("an unreadable JPEG image", Refusal(decoder, jpeg[..(jpeg.Length / 2)]), StringComparison.Ordinal);
        Assert.Equal("an image of 300x200 = 0.1 megapixels, more than the limit of 0.05", Refusal(small, jpeg));
        Assert.Contains("= 400 megapixels, more than the limit", Refusal(decoder, Images.Black(".png", 20_000, 20_000, ("bitdepth", 1))), StringComparison.Ordinal);
        Assert.Equal((300, 200), Size(decoder.Decode(jpeg, 300, 200)));
    }

    private static string Refusal(RgbDecoder decoder, byte[] file) => Assert.Throws<ImageRejected>(() => decoder.Decode(file, 300, 200)).Message;

    private static (int Width, int Height) Size(RgbImage image) => (image.Width, image.Height);

    private byte[] Imread(byte[] file, string suffix)
    {
        var path = Path.Combine(folder.FullName, "image" + suffix);
        File.WriteAllBytes(path, file);
        return OpenCv.Ask([new JsonObject { ["do"] = "imread", ["path"] = path }]);
    }

    /// <summary>The JPEG with an EXIF segment of one entry.</summary>
    private static byte[] Rotated(byte[] jpeg, int orientation) =>
    [
        .. jpeg[..2], 0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, (byte)(orientation >> 8), (byte)orientation, 0, 0, 0, 0, 0, 0,
        .. jpeg[2..],
    ];
}
