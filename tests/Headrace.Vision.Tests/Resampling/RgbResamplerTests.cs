using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Headrace.Vision.Decoding;
using Headrace.Vision.Photographs;
using Headrace.Vision.Resampling;
using Headrace.Vision.Tests.Segmentation;

namespace Headrace.Vision.Tests.Resampling;

public sealed class RgbResamplerTests
{
    [Theory]
    [InlineData(320, 192)]
    [InlineData(150, 120)]
    [InlineData(200, 133)]
    public void Up_to_a_half_it_is_OpenCVs_INTER_LINEAR(int width, int height)
    {
        OpenCv.SkipUnlessAvailable();
        var pixels = PhotographGenerator.Draw(seed: 4, 200, 133);
        var expected = OpenCv.Ask([new JsonObject { ["do"] = "linear", ["width"] = 200, ["height"] = 133, ["image"] = Convert.ToHexString(pixels), ["to_width"] = width, ["to_height"] = height }]);
        var ours = RgbResampler.Resize(new RgbImage(200, 133, pixels), width, height).Pixels;

        // Both round to eight bits at the end, from weights of eleven bits.
        for (var at = 0; at < expected.Length; at++)
        {
            Assert.InRange(ours[at] - expected[at], -1, 1);
        }
    }

    [Fact]
    public void Any_size_gives_what_four_pixels_by_their_weights_give()
    {
        var sizes =
            from sides in Gen.Four(Gen.Choose(1, 50))
            from seed in Gen.Choose(0, int.MaxValue)
            select (sides, seed);
        Prop.ForAll(sizes.ToArbitrary(), size =>
        {
            var ((width, height, newWidth, newHeight), seed) = size;
            var pixels = new byte[width * height * 3];
            new Random(seed).NextBytes(pixels);
            return RgbResampler.Bilinear(new RgbImage(width, height, pixels), new RgbImage(newWidth, newHeight)).Pixels.SequenceEqual(Plain(pixels, width, height, newWidth, newHeight));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void Below_a_half_every_pixel_counts()
    {
        var image = new RgbImage(1920, 1080);
        for (var at = 0; at < image.Pixels.Length; at++)
        {
            image.Pixels[at] = (byte)(at / 3 % 2 * 200);
        }

        Assert.All(RgbResampler.Resize(image, 320, 180).Pixels.ToArray(), value => Assert.Equal(100, value));
        var odd = RgbResampler.Resize(image, 321, 191).Pixels.ToArray();
        Assert.InRange(odd.Average(value => value), 99, 101);
    }

    private static byte[] Plain(byte[] pixels, int width, int height, int newWidth, int newHeight)
    {
        var result = new byte[newWidth * newHeight * 3];
        for (var at = 0; at < result.Length; at++)
        {
            var (left, right, across) = Between(at / 3 % newWidth, width, newWidth);
            var (upper, lower, down) = Between(at / 3 / newWidth, height, newHeight);
            var sum = (Mix(Pixel(left, upper), Pixel(right, upper), across) * (2048 - down)) + (Mix(Pixel(left, lower), Pixel(right, lower), across) * down);
            result[at] = (byte)((sum + (1 << 21)) >> 22);

            int Pixel(int x, int y) => pixels[(((y * width) + x) * 3) + (at % 3)];
        }

        return result;

        static int Mix(int one, int other, int weight) => (one * (2048 - weight)) + (other * weight);
    }

    /// <summary>The pixels beside a place, and what the second one counts of 2048.</summary>
    private static (int First, int Second, int Weight) Between(int at, int from, int to)
    {
        var place = Math.Clamp(((at + 0.5) * from / to) - 0.5, 0, from - 1);
        return ((int)place, Math.Min((int)place + 1, from - 1), (int)Math.Round((place - (int)place) * 2048));
    }
}
