using Headrace.Vision.Decoding;
using Headrace.Vision.Detection;

namespace Headrace.Vision.Tests.Detection;

public sealed class AnnotationTests
{
    [Fact]
    public void A_frame_is_drawn_where_the_box_is_and_nothing_inside_it()
    {
        var image = new RgbImage(200, 120);
        Annotation.Draw(image, [new("boat", 0.9, new Box(50, 40, 60, 50))]);

        Assert.All(((int X, int Y)[])[(50, 60), (109, 60), (80, 40), (80, 89)], at => Assert.True(IsDrawn(image, at)));
        Assert.All(((int X, int Y)[])[(80, 60), (49, 60), (110, 60), (80, 90)], at => Assert.False(IsDrawn(image, at)));
    }

    [Theory]
    [InlineData(-50, -50, 20, 20)]
    [InlineData(-5, 10, 500, 500)]
    [InlineData(300, 300, 10, 10)]
    [InlineData(10, 0, 1, 1)]
    public void Boxes_beyond_the_edges_are_cut(int x, int y, int width, int height) =>
        Annotation.Draw(new RgbImage(40, 30), [new("a label that is longer than the image is wide Ω", 1, new Box(x, y, width, height))]);

    private static bool IsDrawn(RgbImage image, (int X, int Y) at) => image.Row(at.Y).Slice(at.X * 3, 3).ContainsAnyExcept((byte)0);
}
