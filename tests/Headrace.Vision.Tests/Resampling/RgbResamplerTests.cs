using System.Text.Json.Nodes;
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
}
