using Headrace.Vision.Decoding;
using Headrace.Vision.Segmentation;

namespace Headrace.Vision.Tests.Segmentation;

public sealed class OverlayTests
{
    private static readonly (byte, byte, byte) Red = (255, 0, 0);
    private static readonly (byte, byte, byte) Blue = (0, 0, 255);

    [Fact]
    public void The_mask_is_painted_and_nothing_else()
    {
        var (image, mask) = (new RgbImage(5, 4), new Mask(5, 4));
        mask.Row(2)[3] = 1;
        Overlay.Paint(image, mask, Red);

        Assert.Equal(255, image.Row(2)[9]);
        Assert.Equal(255, image.Pixels.ToArray().Sum(value => value));
    }

    [Fact]
    public void An_outline_covers_exactly_what_is_within_two_pixels_of_a_side()
    {
        var random = new Random(7);
        for (var round = 0; round < 100; round++)
        {
            var corners = Enumerable.Range(0, 4).Select(_ => new PolygonPoint(random.Next(60), random.Next(40))).ToArray();
            var image = new RgbImage(60, 40);
            Overlay.Outline(image, corners, Blue, 4);
            for (var y = 0; y < 40; y++)
            {
                for (var x = 0; x < 60; x++)
                {
                    var isNear = Enumerable.Range(0, 4).Any(side => Distance(corners[side], corners[(side + 1) % 4], x, y) <= 2);
                    Assert.Equal(isNear ? 255 : 0, image.Row(y)[(x * 3) + 2]);
                }
            }
        }
    }

    private static double Distance(PolygonPoint from, PolygonPoint to, int x, int y)
    {
        var (dx, dy) = ((double)to.X - from.X, (double)to.Y - from.Y);
        var length = (dx * dx) + (dy * dy);
        var along = length == 0 ? 0 : Math.Clamp((((x - from.X) * dx) + ((y - from.Y) * dy)) / length, 0, 1);
        return Math.Round(Math.Sqrt(Math.Pow(x - from.X - (along * dx), 2) + Math.Pow(y - from.Y - (along * dy), 2)), 9);
    }
}
