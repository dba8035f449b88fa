using Headrace.Vips;
using Headrace.Vips.Jpeg;

namespace Headrace.Vision.Tests.Vips;

public sealed class TurboJpegTests : IDisposable
{
    private readonly TurboJpeg jpeg;

    public TurboJpegTests()
    {
        Assert.SkipUnless(TurboJpeg.IsAvailable, "libturbojpeg is not here (apt install libturbojpeg0)");
        jpeg = new TurboJpeg();
    }

    [Fact]
    public void A_header_tells_size_and_colours()
    {
        Assert.Equal(new JpegHeader(300, 200, JpegColourSpace.YCbCr), jpeg.ReadHeader(Images.Jpeg));
        Assert.Equal(new JpegHeader(9, 7, JpegColourSpace.Gray), jpeg.ReadHeader(EncodeGray(new byte[63], 9, 7)));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(4)]
    [InlineData(2)]
    [InlineData(1)]
    public void A_scaled_decode_averages_the_full_one(int eighths)
    {
        const int full = 64;
        var gradient = new byte[full * full];
        for (var at = 0; at < gradient.Length; at++)
        {
            gradient[at] = (byte)(at % full * 4);
        }

        var side = TurboJpeg.Scale(full, eighths);
        var pixels = new byte[side * side];
        jpeg.DecodeGray(EncodeGray(gradient, full, full), pixels, side, side);

        var step = full / side;
        for (var x = 0; x < side; x++)
        {
            var expected = 4 * ((x * step) + ((step - 1) / 2.0));
            Assert.InRange(pixels[(side * side / 2) + x], expected - 6, expected + 6);
        }
    }

    [Theory]
    [InlineData(1200, 4, 600)]
    [InlineData(1201, 4, 601)]
    [InlineData(799, 2, 200)]
    [InlineData(1, 1, 1)]
    public void Scaled_sides_round_up(int length, int eighths, int scaled) => Assert.Equal(scaled, TurboJpeg.Scale(length, eighths));

    [Fact]
    public void A_file_cut_short_is_an_error()
    {
        var error = Assert.Throws<VipsException>(() => jpeg.DecodeGray(Images.Jpeg.AsSpan(0, Images.Jpeg.Length / 2), new byte[300 * 200], 300, 200));

        Assert.Contains("remature end", error.Message, StringComparison.Ordinal);
        jpeg.DecodeGray(Images.Jpeg, new byte[300 * 200], 300, 200);
    }

    [Fact]
    public void A_damaged_header_does_not_spoil_the_next_file()
    {
        var damaged = Images.Jpeg.ToArray();
        damaged[damaged.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC4]) + 4] = 0x77; // no Huffman table has this index

        Assert.Throws<VipsException>(() => jpeg.ReadHeader(damaged));
        Assert.Equal(300, jpeg.ReadHeader(Images.Jpeg).Width);
        jpeg.DecodeGray(Images.Jpeg, new byte[300 * 200], 300, 200);
    }

    [Fact]
    public void Bytes_between_segments_are_not_an_error()
    {
        // As some cameras write: filler before the end marker.
        byte[] padded = [.. Images.Jpeg.AsSpan(0, Images.Jpeg.Length - 2), 1, 2, 3, 4, 0xFF, 0xD9];
        var (clean, pixels) = (new byte[300 * 200], new byte[300 * 200]);

        jpeg.DecodeGray(Images.Jpeg, clean, 300, 200);
        jpeg.DecodeGray(padded, pixels, 300, 200);

        Assert.Equal(clean, pixels);
    }

    [Fact]
    public void Bytes_that_are_no_jpeg_are_an_error() =>
        Assert.Throws<VipsException>(() => jpeg.ReadHeader("GIF89a, or so it says"u8));

    private byte[] EncodeGray(byte[] pixels, int width, int height)
    {
        byte[] file = [];
        var length = jpeg.EncodeGray(pixels, width, height, 95, ref file);
        return file[..length];
    }

    public void Dispose() => jpeg?.Dispose();
}
