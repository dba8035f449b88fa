using FsCheck;
using FsCheck.Fluent;
using Headrace.Vision.Decoding;
using Headrace.Vision.Resampling;

namespace Headrace.Vision.Tests.Resampling;

public sealed class GrayResamplerTests
{
    [Fact]
    public void Any_size_gives_what_the_plain_algorithm_gives()
    {
        var sizes =
            from sides in Gen.Four(Gen.Choose(1, 90))
            from seed in Gen.Choose(0, int.MaxValue)
            select (sides, seed);
        Prop.ForAll(sizes.ToArbitrary(), size =>
        {
            var ((width, height, newWidth, newHeight), seed) = size;
            var pixels = Noise(width * height, seed);
            return Plain(pixels, width, height, newWidth, newHeight).SequenceEqual(Resample(pixels, width, height, newWidth, newHeight));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void The_same_size_changes_nothing()
    {
        var pixels = Noise(70 * 50, seed: 1);

        Assert.Equal(pixels, Resample(pixels, 70, 50, 70, 50));
    }

    [Fact]
    public void A_flat_image_stays_flat()
    {
        var pixels = new byte[123 * 77];
        Array.Fill(pixels, (byte)255);

        Assert.All(Resample(pixels, 123, 77, 256, 31), pixel => Assert.Equal(255, pixel));
    }

    [Fact]
    public void One_resampler_takes_images_of_different_sizes_in_turn()
    {
        var resampler = new GrayResampler(20, 20);
        foreach (var (width, height) in new[] { (50, 40), (10, 300), (50, 40), (1, 1) })
        {
            var pixels = Noise(width * height, seed: width);
            using var rows = new PlaneRows(pixels, width, height, width, height);
            var target = new byte[400];
            resampler.Resample(rows, target);
            Assert.Equal(Plain(pixels, width, height, 20, 20), target);
        }
    }

    [Fact]
    public void A_row_that_the_decoder_rounded_up_counts_for_the_part_that_is_image()
    {
        // 9 rows at a half are 4.5: the fifth row is the last half row of the image.
        byte[] pixels = [0, 0, 0, 0, 200];
        using var rounded = new PlaneRows(pixels, 1, 5, 1, 4.5);
        using var exact = new PlaneRows(pixels, 1, 5, 1, 5);
        var (less, more) = (new byte[1], new byte[1]);

        new GrayResampler(1, 1).Resample(rounded, less);
        new GrayResampler(1, 1).Resample(exact, more);

        Assert.True(less[0] < more[0]);
    }

    private static byte[] Noise(int length, int seed)
    {
        var pixels = new byte[length];
        new Random(seed).NextBytes(pixels);
        return pixels;
    }

    private static byte[] Resample(byte[] pixels, int width, int height, int newWidth, int newHeight)
    {
        using var rows = new PlaneRows(pixels, width, height, width, height);
        var target = new byte[newWidth * newHeight];
        new GrayResampler(newWidth, newHeight).Resample(rows, target);
        return target;
    }

    /// <summary>Both passes as Resample.c of Pillow states them, one pixel at a time.</summary>
    private static byte[] Plain(byte[] pixels, int width, int height, int newWidth, int newHeight)
    {
        var narrow = new byte[newWidth * height];
        for (var y = 0; y < height; y++)
        {
            var row = y;
            Pass(width, newWidth, x => pixels[(row * width) + x], (x, value) => narrow[(row * newWidth) + x] = value);
        }

        var result = new byte[newWidth * newHeight];
        for (var x = 0; x < newWidth; x++)
        {
            var column = x;
            Pass(height, newHeight, y => narrow[(y * newWidth) + column], (y, value) => result[(y * newWidth) + column] = value);
        }

        return result;
    }

    private static void Pass(int length, int newLength, Func<int, byte> read, Action<int, byte> write)
    {
        var scale = (double)length / newLength;
        var filterScale = Math.Max(scale, 1.0);
        for (var output = 0; output < newLength; output++)
        {
            var centre = (output + 0.5) * scale;
            var first = Math.Max((int)(centre - (2.0 * filterScale) + 0.5), 0);
            var end = Math.Min((int)(centre + (2.0 * filterScale) + 0.5), length);
            var weights = Enumerable.Range(first, end - first).Select(at => Bicubic((at - centre + 0.5) * (1.0 / filterScale))).ToArray();
            var total = 0.0;
            foreach (var weight in weights)
            {
                total += weight;
            }

            var sum = 1 << 21;
            for (var tap = 0; tap < weights.Length; tap++)
            {
                var scaled = weights[tap] * (1.0 / total) * (1 << 22);
                sum += read(first + tap) * (int)(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
            }

            write(output, (byte)Math.Clamp(sum >> 22, 0, 255));
        }
    }

    private static double Bicubic(double x)
    {
        x = Math.Abs(x);
        return x < 1 ? (((1.5 * x) - 2.5) * x * x) + 1 : x < 2 ? ((((x - 5) * x) + 8) * x - 4) * -0.5 : 0;
    }
}
