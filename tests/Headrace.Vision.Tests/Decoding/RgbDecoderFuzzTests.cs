using System.Buffers.Binary;
using Headrace.Vips;
using Headrace.Vision.Decoding;

namespace Headrace.Vision.Tests.Decoding;

/// <summary>
/// A hundred thousand damaged files, ten thousand of each kind, through what detect and gauge decode with: an image or a refusal, no crash, nothing left behind for the
/// next file.
/// </summary>
public sealed class RgbDecoderFuzzTests : IDisposable
{
    private const int Mutations = 10_000;
    private const long MaximumPixels = 1_000_000;

    private readonly RgbDecoder decoder = new(MaximumPixels, maximumMemory: 64 << 20);

    public void Dispose() => decoder.Dispose();

    [Theory]
    [InlineData("JPEG", ".jpg", "")]
    [InlineData("progressive JPEG", ".jpg", "interlace")]
    [InlineData("CMYK JPEG", ".jpg", "cmyk")]
    [InlineData("turned JPEG", ".jpg", "turned")]
    [InlineData("PNG", ".png", "")]
    [InlineData("interlaced PNG", ".png", "interlace")]
    [InlineData("16-bit PNG", ".png", "wide")]
    [InlineData("WebP", ".webp", "")]
    [InlineData("GIF", ".gif", "")]
    [InlineData("TIFF", ".tif", "")]
    public void Damaged_files_are_images_or_refused(string kind, string suffix, string how)
    {
        var original = Encode(suffix, how);
        var whole = decoder.Decode(original, 64, 48).Pixels.ToArray();
        var mutation = new Mutation(kind.Sum(letter => letter));
        var sizes = new Random(1);
        var (images, refused) = (0, 0);
        for (var round = 0; round < Mutations; round++)
        {
            try
            {
                var damaged = mutation.Apply(original);
                if (suffix == ".png" && round % 2 == 0)
                {
                    Seal(damaged);
                }

                var image = decoder.Decode(damaged, sizes.Next(1, 100), sizes.Next(1, 100));
                Assert.InRange((long)image.Width * image.Height, 1, MaximumPixels);
                images++;
            }
            catch (ImageRejected)
            {
                refused++;
            }

            if (round % 100 == 0)
            {
                Assert.Equal(whole, decoder.Decode(original, 64, 48).Pixels.ToArray());
            }
        }

        Assert.True(images > Mutations / 500 && refused > Mutations / 500, $"{images} images, {refused} refused: the damage is too much or too little to say anything");
    }

    /// <summary>Right checksums for a PNG's chunks (its specification, 5.3), so that the damage gets past them.</summary>
    private static void Seal(Span<byte> png)
    {
        for (var at = 8; at + 12 <= png.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(png[at..]);
            if (length > png.Length - at - 12)
            {
                return;
            }

            var checksum = uint.MaxValue;
            foreach (var value in png.Slice(at + 4, (int)length + 4))
            {
                checksum ^= value;
                for (var bit = 0; bit < 8; bit++)
                {
                    checksum = (checksum >> 1) ^ ((checksum & 1) * 0xEDB88320);
                }
            }

            BinaryPrimitives.WriteUInt32BigEndian(png[(at + 8 + (int)length)..], ~checksum);
            at += 12 + (int)length;
        }
    }

    private static byte[] Encode(string suffix, string how)
    {
        if (how == "interlace")
        {
            return Images.Photograph(suffix, 64, 48, ("interlace", 1));
        }

        var plain = Images.Photograph(suffix, 64, 48);
        using var image = VipsImage.Open(plain);
        switch (how)
        {
            case "cmyk":
                using (var inks = image.ToColourSpace(VipsInterpretation.Cmyk))
                {
                    return inks.Encode(suffix);
                }

            case "wide":
                using (var bits = image.Cast(VipsFormat.UInt16, shift: true))
                using (var wide = bits.As(VipsInterpretation.Rgb16))
                {
                    return wide.Encode(suffix);
                }

            case "turned":
                return [.. plain[..2], 0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0, .. plain[2..]];
            default:
                return plain;
        }
    }
}
