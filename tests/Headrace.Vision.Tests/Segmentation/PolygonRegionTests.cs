using System.Text.Json.Nodes;
using Headrace.Vision.Segmentation;

namespace Headrace.Vision.Tests.Segmentation;

public sealed class PolygonRegionTests
{
    [Fact]
    public void Two_thousand_random_polygons_are_filled_as_OpenCVs_fillPoly_fills_them()
    {
        OpenCv.SkipUnlessAvailable();
        var random = new Random(20250425);
        var cases = Enumerable.Range(0, 2000).Select(number =>
        {
            var (width, height) = (random.Next(1, 200), random.Next(1, 200));
            var corners = Enumerable.Range(0, random.Next(1, 9)).Select(_ => new PolygonPoint(random.Next(width), random.Next(height))).ToArray();
            return (width, height, corners);
        }).ToList();
        var expected = OpenCv.Ask(cases.Select(one => new JsonObject
        {
            ["do"] = "fillPoly",
            ["width"] = one.width,
            ["height"] = one.height,
            ["corners"] = new JsonArray([.. one.corners.Select(corner => new JsonArray(corner.X, corner.Y))]),
        })).AsSpan();

        foreach (var (width, height, corners) in cases)
        {
            var drawn = Draw(PolygonRegion.Fill(corners), width, height);
            Assert.True(drawn.AsSpan().SequenceEqual(expected[..drawn.Length]), $"{width}x{height}: {string.Join(' ', corners)}");
            expected = expected[drawn.Length..];
        }
    }

    [Fact]
    public void Edges_belong_to_the_region()
    {
        var square = PolygonRegion.Fill([new(2, 3), new(5, 3), new(5, 6), new(2, 6)]);

        Assert.Equal(16, Draw(square, 10, 10).Count(pixel => pixel == 1));
        Assert.True(square.Contains(2, 3) && square.Contains(5, 6));
        Assert.False(square.Contains(6, 6) || square.Contains(1, 3));
    }

    [Fact]
    public void Only_pixels_of_both_region_and_mask_are_counted()
    {
        var region = PolygonRegion.Fill([new(2, 3), new(5, 3), new(5, 6), new(2, 6)]);
        var mask = new Mask(10, 10);
        mask.Row(4).Fill(1);
        mask.Row(9).Fill(1);

        Assert.Equal(4, region.Count(mask));
        Assert.Equal(0, region.Count(new Mask(10, 10)));
        Assert.Equal(2, PolygonRegion.Fill([new(-5, -5), new(1, -5), new(1, 50), new(-5, 50)]).Count(Row(3, 3, 1)));
    }

    private static Mask Row(int width, int height, int row)
    {
        var mask = new Mask(width, height);
        mask.Row(row).Fill(1);
        return mask;
    }

    private static byte[] Draw(PolygonRegion region, int width, int height)
    {
        var pixels = new byte[width * height];
        for (var at = 0; at < pixels.Length; at++)
        {
            pixels[at] = region.Contains(at % width, at / width) ? (byte)1 : (byte)0;
        }

        return pixels;
    }
}
