using Headrace.Vips;
using Headrace.Vision.Photographs;

namespace Headrace.Vision.Tests.Photographs;

public sealed class PhotographGeneratorTests
{
    [Fact]
    public void A_seed_is_a_picture()
    {
        Assert.Equal(PhotographGenerator.Create(7, 320, 240), PhotographGenerator.Create(7, 320, 240));
        Assert.NotEqual(PhotographGenerator.Create(7, 320, 240), PhotographGenerator.Create(8, 320, 240));
    }

    [Fact]
    public void Files_have_the_size_of_a_cameras()
    {
        foreach (var (width, height) in PhotographGenerator.Sizes)
        {
            var file = PhotographGenerator.Create(3, width, height);
            using var image = VipsImage.Open(file);
            Assert.Equal((width, height, 3), (image.Width, image.Height, image.Bands));
            Assert.InRange(file.Length / (double)(width * height), 0.12, 0.4);
        }
    }
}
