using System.Diagnostics;
using Headrace.Vips;
using Headrace.Vips.Jpeg;
using Headrace.Vision.Decoding.Luma;
using Headrace.Vision.Photographs;

namespace Headrace.Vision.Tests.Decoding;

/// <summary>Beside libjpeg-turbo: the same pixels, or none.</summary>
public sealed class LumaDecoderTests : IDisposable
{
    private readonly LumaDecoder decoder = new();
    private readonly TurboJpeg turbo;

    public LumaDecoderTests()
    {
        Assert.SkipUnless(TurboJpeg.IsAvailable, "libturbojpeg is not here (apt install libturbojpeg0)");
        Assert.SkipUnless(ReducedInverseDct.IsSupported, "this processor has no SSE2: libjpeg-turbo decodes everything");
        turbo = new TurboJpeg();
    }

    public static TheoryData<int> Qualities => [10, 25, 50, 75, 88, 95, 100];

    [Theory]
    [MemberData(nameof(Qualities))]
    public void Photographs_of_every_quality_have_the_same_pixels(int quality)
    {
        foreach (var (mode, restart, optimised) in ((int, int, int)[])[(1, 0, 0), (2, 0, 0), (1, 0, 1), (2, 0, 1), (1, 1, 0), (2, 7, 1)])
        {
            AssertSame(Images.Photograph(".jpg", 301, 203, ("Q", quality), ("subsample-mode", mode), ("restart-interval", restart), ("optimize-coding", optimised)));
        }
    }

    [Theory]
    [MemberData(nameof(Qualities))]
    public void Noise_has_the_same_pixels(int quality)
    {
        // Every coefficient of every block, and the longest codes.
        var pixels = new byte[96 * 80 * 3];
        new Random(quality).NextBytes(pixels);
        using var image = VipsImage.FromPixels(pixels, 96, 80, 3);

        AssertSame(image.Encode(".jpg", ("Q", quality), ("subsample-mode", 2)));
        AssertSame(image.Encode(".jpg", ("Q", quality), ("subsample-mode", 1), ("optimize-coding", 1)));
    }

    [Fact]
    public void Black_against_white_has_the_same_pixels()
    {
        // Ringing beyond what a byte holds.
        var random = new Random(7);
        byte[] pixels = [.. Enumerable.Range(0, 120 * 90).Select(_ => random.Next(4) == 0 ? byte.MaxValue : byte.MinValue)];
        using var image = VipsImage.FromPixels(pixels, 120, 90, 1);
        foreach (var quality in (int[])[5, 20, 40, 60, 100])
        {
            AssertSame(image.Encode(".jpg", ("Q", quality)));
        }
    }

    [Fact]
    public void Gray_has_the_same_pixels()
    {
        byte[] file = [];
        var length = turbo.EncodeGray(PhotographGenerator.Draw(seed: 3, 100, 90), 300, 90, 90, ref file);

        AssertSame(file[..length]);
    }

    [Fact]
    public void Any_size_has_the_same_pixels()
    {
        int[] sides = [1, 2, 3, 5, 7, 8, 9, 13, 15, 16, 17, 24, 31, 32, 33];
        foreach (var width in sides)
        {
            foreach (var height in sides)
            {
                foreach (var mode in (int[])[1, 2])
                {
                    AssertSame(Images.Photograph(".jpg", width, height, ("subsample-mode", mode)), isAlwaysDecoded: false);
                }
            }
        }
    }

    /// <summary>Pillow samples chroma as cameras do that libvips does not imitate, and says what else is in its files.</summary>
    [Theory]
    [InlineData("subsampling='4:2:2'")]
    [InlineData("subsampling='4:2:2', restart_marker_blocks=5")]
    [InlineData("subsampling='4:2:0', restart_marker_rows=1")]
    [InlineData("subsampling='4:4:4', optimize=True")]
    [InlineData("comment=b'a comment', exif=b'Exif\\0\\0' + bytes(300), dpi=(72, 72)")]
    public void Pillows_files_have_the_same_pixels(string settings) => AssertSame(Pillow("jpeg", settings));

    [Theory]
    [InlineData(4, 1, new[] { 0x41, 0x11, 0x11 })]
    [InlineData(1, 2, new[] { 0x12, 0x11, 0x11 })]
    [InlineData(2, 1, new[] { 0x21, 0x11, 0x11 })]
    public void Any_sampling_of_chroma_has_the_same_pixels(int across, int down, int[] sampling)
    {
        var file = SyntheticJpeg.Create(seed: (across * 10) + down, 117, 93, [.. sampling.Select(factors => (byte)factors)], restartInterval: across);

        AssertSame(file);
    }

    [Fact]
    public void Photographs_of_cameras_have_the_same_pixels()
    {
        var folder = Path.Combine(Repository.SharedData, "coco");
        Assert.SkipUnless(Directory.Exists(folder), "../shared/data/coco is not here");
        var files = Directory.GetFiles(folder, "*.jpg");
        Assert.NotEmpty(files);
        var decoded = files.Count(file => AssertSame(File.ReadAllBytes(file), isAlwaysDecoded: false) > 0);

        Assert.InRange(decoded, files.Length * 9 / 10, files.Length);
    }

    [Theory]
    [InlineData("jpeg", "progressive=True")]
    [InlineData("jpeg-cmyk", "quality=90")]
    public void What_is_not_plain_is_left_to_libjpeg(string format, string settings)
    {
        AssertRefused(Pillow(format, settings));
    }

    [Fact]
    public void Red_green_and_blue_are_left_to_libjpeg()
    {
        var named = Images.Jpeg.ToArray();
        var (frame, scan) = (named.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]), named.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]));
        for (var component = 0; component < 3; component++)
        {
            named[frame + 10 + (3 * component)] = named[scan + 5 + (2 * component)] = "RGB"u8[component];
        }

        AssertRefused(named);
        byte[] marked = [.. Images.Jpeg[..2], 0xFF, 0xEE, 0, 14, .. "Adobe"u8, 0, 100, 0, 0, 0, 0, 0, .. Images.Jpeg[2..]];
        AssertRefused(marked);
        marked[17] = 1; // YCbCr
        AssertSame(marked);
    }

    [Fact]
    public void What_is_damaged_is_left_to_libjpeg()
    {
        var whole = Images.Jpeg;
        var scan = whole.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);

        AssertRefused(whole[..^2]); // no end marker
        AssertRefused(whole[..(whole.Length / 2)]);
        AssertRefused(whole[..scan]);
        AssertRefused([.. whole[..^2], 0, 0xFF, 0xD9]); // a byte too many
        AssertRefused([.. whole[..^3], 0xFF, 0xD9]); // a byte too few
        AssertRefused([.. whole[..^2], .. whole[(scan + 14)..]]); // twice the scan
        AssertRefused([.. whole[..2], 0, .. whole[2..]]);
        AssertRefused([]);
        Assert.Equal(3, AssertSame(whole));
    }

    [Fact]
    public void A_size_that_several_scales_have_is_left_to_libjpeg()
    {
        // Two of three pixels are 5/8 as well as 4/8, and TurboJPEG takes 5/8.
        Assert.False(decoder.TryDecode(Images.Photograph(".jpg", 3, 3), 4, new byte[4], 2, 2));
    }

    [Fact]
    public void A_whole_size_is_left_to_libjpeg() => Assert.False(decoder.TryDecode(Images.Jpeg, 8, new byte[300 * 200], 300, 200));

    [Fact]
    public void A_plane_that_is_too_small_is_the_callers_error() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => decoder.TryDecode(Images.Jpeg, 4, new byte[(150 * 100) - 1], 150, 100));

    /// <summary>Whatever the bytes are: no exception, and where there are pixels, libjpeg-turbo has the same ones and no complaint.</summary>
    [Fact]
    public void A_hundred_thousand_damaged_files_have_the_same_pixels_or_none()
    {
        byte[][] originals =
        [
            Images.Photograph(".jpg", 60, 44),
            Images.Photograph(".jpg", 40, 30, ("Q", 95), ("subsample-mode", 2), ("optimize-coding", 1)),
            Images.Photograph(".jpg", 40, 40, ("Q", 40), ("restart-interval", 2)),
            Images.Black(".jpg", 64, 64),
            SyntheticJpeg.Create(seed: 5, 50, 40, [0x41, 0x11, 0x11], restartInterval: 1),
        ];
        var (random, mutation) = (new Random(20), new Mutation(31));
        var (decoded, refused) = (0, 0);
        for (var number = 0; number < 100_000; number++)
        {
            var file = mutation.Apply(originals[number % originals.Length]);
            var eighths = 1 << random.Next(3);
            if (Decode(file, eighths) is { } pixels)
            {
                decoded++;
                var (width, height) = Sides(file, eighths);
                var expected = new byte[width * height];
                turbo.DecodeGray(file, expected, width, height);
                Assert.True(expected.AsSpan().SequenceEqual(pixels), $"mutation {number}");
            }
            else
            {
                refused++;
            }
        }

        Assert.InRange(decoded, 1_000, 99_000);
        Assert.InRange(refused, 1_000, 99_000);
        Assert.Equal(3, AssertSame(Images.Jpeg));
    }

    /// <summary>Decodes at a half, a quarter and an eighth.</summary>
    /// <returns>How many of these were decoded.</returns>
    private int AssertSame(byte[] file, bool isAlwaysDecoded = true)
    {
        var decoded = 0;
        foreach (var eighths in (int[])[4, 2, 1])
        {
            if (Decode(file, eighths) is not { } pixels)
            {
                Assert.False(isAlwaysDecoded, $"refused at {eighths}/8");
                continue;
            }

            var (width, height) = Sides(file, eighths);
            var expected = new byte[width * height];
            turbo.DecodeGray(file, expected, width, height);
            Assert.Equal(expected, pixels);
            decoded++;
        }

        return decoded;
    }

    private void AssertRefused(byte[] file)
    {
        foreach (var eighths in (int[])[4, 2, 1])
        {
            var (width, height) = file.Length == 0 ? (1, 1) : (TurboJpeg.Scale(300, eighths), TurboJpeg.Scale(200, eighths));
            Assert.False(decoder.TryDecode(file, eighths, new byte[width * height], width, height));
        }

    }

    /// <returns>Null when it is refused, by this decoder or for its header already.</returns>
    private byte[]? Decode(byte[] file, int eighths)
    {
        try
        {
            if (!turbo.ReadHeader(file).HasLuma)
            {
                return null;
            }
        }
        catch (VipsException)
        {
            decoder.TryDecode(file, eighths, new byte[30 * 22], 30, 22);
            return null;
        }

        var (width, height) = Sides(file, eighths);
        if (width * height > 1 << 20)
        {
            return null;
        }

        var pixels = new byte[width * height];
        return decoder.TryDecode(file, eighths, pixels, width, height) ? pixels : null;
    }

    private (int Width, int Height) Sides(byte[] file, int eighths)
    {
        var header = turbo.ReadHeader(file);
        return (TurboJpeg.Scale(header.Width, eighths), TurboJpeg.Scale(header.Height, eighths));
    }

    /// <summary>A photograph of 300×200, as Pillow writes it.</summary>
    private static byte[] Pillow(string format, string settings)
    {
        var mode = format == "jpeg-cmyk" ? ".convert('CMYK')" : "";
        var script = $"import io, sys\nfrom PIL import Image\nout = io.BytesIO()\nImage.open(sys.stdin.buffer){mode}.save(out, 'jpeg', {settings})\nsys.stdout.buffer.write(out.getvalue())";
        var start = new ProcessStartInfo("/usr/bin/python3", ["-c", script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        Assert.SkipUnless(File.Exists(start.FileName), "python3 is not here");
        using var process = Process.Start(start)!;
        process.StandardInput.BaseStream.Write(Images.Photograph(".png"));
        process.StandardInput.Close();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.SkipWhen(error.Contains("No module named", StringComparison.Ordinal), "Pillow is not here (apt install python3-pil)");
        Assert.Equal("", error);
        return output.ToArray();
    }

    public void Dispose() => turbo?.Dispose();
}
