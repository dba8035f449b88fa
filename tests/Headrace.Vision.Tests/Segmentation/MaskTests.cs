using Headrace.Vision.Segmentation;

namespace Headrace.Vision.Tests.Segmentation;

public sealed class MaskTests
{
    [Fact]
    public void Five_hundred_random_masks_are_resized_as_OpenCVs_INTER_NEAREST_resizes_them()
    {
        OpenCv.SkipUnlessAvailable();
        var random = new Random(1);
        var cases = Enumerable.Range(0, 500).Select(_ => (Mask: Noise(random, random.Next(1, 90), random.Next(1, 90), 0.5), Width: random.Next(1, 200), Height: random.Next(1, 200))).ToList();
        var expected = OpenCv.Ask(cases.Select(one =>
        {
            var question = OpenCv.MaskCase("nearest", one.Mask);
            (question["to_width"], question["to_height"]) = (one.Width, one.Height);
            return question;
        })).AsSpan();

        foreach (var (mask, width, height) in cases)
        {
            var resized = mask.ResizeNearest(width, height).Pixels;
            Assert.True(resized.SequenceEqual(expected[..resized.Length]), $"{mask.Width}x{mask.Height} -> {width}x{height}");
            expected = expected[resized.Length..];
        }
    }

    [Fact]
    public void The_largest_region_is_the_one_that_OpenCV_finds()
    {
        OpenCv.SkipUnlessAvailable();
        var random = new Random(2);
        var masks = Enumerable.Range(0, 500).Select(number => Noise(random, random.Next(1, 60), random.Next(1, 60), number % 10 / 10.0)).ToList();
        var expected = OpenCv.Ask(masks.Select(mask => OpenCv.MaskCase("largest", mask))).AsSpan();

        foreach (var mask in masks)
        {
            var kept = LargestRegion.Keep(mask);
            var theirs = new Mask(mask.Width, mask.Height, expected[..kept.Pixels.Length].ToArray());
            expected = expected[kept.Pixels.Length..];

            // Of two of the same size they may keep the other one.
            Assert.Equal(theirs.Count(), kept.Count());
            Assert.Equal(kept.Count(), LargestRegion.Keep(kept).Count());
            Assert.True(kept.Pixels.SequenceEqual(theirs.Pixels) || kept.IntersectionOverUnion(theirs) == 0, "part of another region");
            for (var at = 0; at < mask.Pixels.Length; at++)
            {
                Assert.True(kept.Pixels[at] <= mask.Pixels[at]);
            }
        }
    }

    [Fact]
    public void Intersection_over_union_counts_every_pixel_once()
    {
        var (one, other) = (new Mask(13, 7), new Mask(13, 7));
        Assert.Equal(0, one.IntersectionOverUnion(other));
        one.Row(0).Fill(1);
        one.Row(6).Fill(1);
        other.Row(6).Fill(1);
        other.Row(5).Fill(1);

        Assert.Equal(1.0 / 3, one.IntersectionOverUnion(other), 12);
        Assert.Equal(1, one.IntersectionOverUnion(one));
        Assert.Equal(26, one.Count());
        Assert.Throws<ArgumentException>(() => one.IntersectionOverUnion(new Mask(7, 13)));
    }

    private static Mask Noise(Random random, int width, int height, double share)
    {
        var mask = new Mask(width, height);
        foreach (ref var pixel in mask.Pixels)
        {
            pixel = random.NextDouble() < share ? (byte)1 : (byte)0;
        }

        return mask;
    }
}
