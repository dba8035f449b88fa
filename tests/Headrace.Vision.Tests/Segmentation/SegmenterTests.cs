using Headrace.Vision.Decoding;
using Headrace.Vision.Segmentation;

namespace Headrace.Vision.Tests.Segmentation;

/// <summary>Semantic models and pairs of the SAM family, on pictures whose left part is red and whose right part is blue.</summary>
public sealed class SegmenterTests
{
    [Theory]
    [InlineData(64, 48, 64, 48)]
    [InlineData(640, 480, 64, 48)]
    [InlineData(33, 17, 64, 48)]
    public void Water_is_where_its_logit_is_the_largest(int width, int height, int maskWidth, int maskHeight)
    {
        using var segmenter = new SemanticSegmenter(Networks.Open(Networks.BlueAgainstRed()), new SegmenterSettings(maskWidth, maskHeight));
        Check(segmenter.Segment(Halves(width, height)), maskWidth, maskHeight, tolerance: 2);
    }

    [Fact]
    public void Logits_at_a_quarter_of_the_size_are_enlarged_bilinearly_before_they_are_compared()
    {
        using var segmenter = new SemanticSegmenter(Networks.Open(Networks.BlueAgainstRed(shrink: 4)), new SegmenterSettings(64, 48));

        // The boundary stands at 30: the pool from 28 to 31 is half red, half blue, so bilinear logits are equal at its centre, 29.5.
        var mask = segmenter.Segment(Halves(64, 48, boundary: 30));
        Assert.Equal((0, 1), (mask.Row(20)[29], mask.Row(20)[30]));
        Assert.Equal(48 * 34, mask.Count());
    }

    [Fact]
    public void A_single_logit_is_water_above_zero()
    {
        using var segmenter = new SemanticSegmenter(Networks.Open(Networks.BlueAboveHalf()), new SegmenterSettings(64, 48));
        Check(segmenter.Segment(Halves(64, 48)), 64, 48, tolerance: 0);
    }

    [Fact]
    public void The_site_or_else_the_model_says_which_of_many_classes_is_water()
    {
        var model = Networks.OneOfThree(new KeyValuePair<string, string>("headrace.water_class", "2"));
        using (var segmenter = new SemanticSegmenter(Networks.Open(model), new SegmenterSettings(64, 48)))
        {
            Check(segmenter.Segment(Halves(64, 48)), 64, 48, tolerance: 0);
        }

        using (var segmenter = new SemanticSegmenter(Networks.Open(model), new SegmenterSettings(64, 48, WaterClass: 0)))
        {
            Assert.Equal(32 * 48, segmenter.Segment(Halves(64, 48)).Count());
        }

        using var nobody = new SemanticSegmenter(Networks.Open(Networks.OneOfThree()), new SegmenterSettings(64, 48));
        Assert.Equal(
            "the model has 3 classes, and neither the site's water_class nor its own metadata headrace.water_class says which is water",
            Assert.Throws<SegmentationException>(() => nobody.Segment(Halves(64, 48))).Message);
        using var tooFar = new SemanticSegmenter(Networks.Open(model), new SegmenterSettings(64, 48, WaterClass: 3));
        Assert.Equal("water_class is 3, and the model has 3 classes", Assert.Throws<SegmentationException>(() => tooFar.Segment(Halves(64, 48))).Message);
    }

    [Fact]
    public void Of_equal_logits_the_first_class_wins_as_argmax_has_it()
    {
        var gray = new RgbImage(8, 8);
        gray.Pixels.Fill(100);
        var model = Networks.OneOfThree();
        int Count(int waterClass)
        {
            using var segmenter = new SemanticSegmenter(Networks.Open(model), new SegmenterSettings(8, 8, waterClass));
            return segmenter.Segment(gray).Count();
        }

        Assert.Equal((64, 0, 0), (Count(0), Count(1), Count(2)));
    }

    [Fact]
    public void A_model_that_gives_classes_is_taken_at_its_word()
    {
        using var segmenter = new SemanticSegmenter(Networks.Open(Networks.Classes()), new SegmenterSettings(64, 48, WaterClass: 2));
        Check(segmenter.Segment(Halves(64, 48)), 64, 48, tolerance: 0);
    }

    [Fact]
    public void Mean_and_scale_come_from_the_site_else_from_the_model_else_pixels_are_zero_to_one()
    {
        var bright = new RgbImage(8, 8);
        bright.Pixels.Fill(200);
        int Count(byte[] model, SegmenterSettings settings)
        {
            using var segmenter = new SemanticSegmenter(Networks.Open(model), settings);
            return segmenter.Segment(bright).Count();
        }

        var shifted = Networks.BlueAboveHalf(new("headrace.mean", "123.675, 116.28, 190"), new("headrace.scale", "0.01"));
        Assert.Equal(64, Count(Networks.BlueAboveHalf(), new SegmenterSettings(8, 8)));
        Assert.Equal(0, Count(shifted, new SegmenterSettings(8, 8)));
        Assert.Equal(64, Count(shifted, new SegmenterSettings(8, 8, Mean: (0, 0, 100))));
        Assert.Equal(0, Count(Networks.BlueAboveHalf(), new SegmenterSettings(8, 8, Scale: (1, 1, 0.002f))));
        var failure = Assert.Throws<SegmentationException>(() => Count(Networks.BlueAboveHalf(new KeyValuePair<string, string>("headrace.mean", "1,2")), new SegmenterSettings(8, 8)));
        Assert.Equal("the model's metadata headrace.mean is '1,2': it is one number, or three with commas", failure.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_SAM_pair_finds_the_first_mask_without_a_prompt_or_with_a_box_around_everything(bool box)
    {
        using var segmenter = new SamSegmenter(Networks.Open(Networks.SamEncoder()), Networks.Open(Networks.SamDecoder()), new SegmenterSettings(64, 48, WholeImageBox: box));
        Check(segmenter.Segment(Halves(640, 480)), 64, 48, tolerance: 1);
    }

    [Fact]
    public void A_model_of_another_kind_is_refused_with_what_it_has()
    {
        Assert.Equal(
            "a segmentation model has one input, float32 or float16 [N,3,H,W]; this one has x float32[N]",
            Assert.Throws<SegmentationException>(() => new SemanticSegmenter(Networks.Open(Networks.Doubling()), new SegmenterSettings(8, 8))).Message);
        Assert.StartsWith(
            "a SAM mask decoder has an input image_embeddings; this one has x",
            Assert.Throws<SegmentationException>(() => new SamSegmenter(Networks.Open(Networks.SamEncoder()), Networks.Open(Networks.Doubling()), new SegmenterSettings(8, 8))).Message,
            StringComparison.Ordinal);
    }

    private static RgbImage Halves(int width, int height, int? boundary = null)
    {
        var image = new RgbImage(width, height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                image.Row(y)[(x * 3) + (x < (boundary ?? (width / 2)) ? 0 : 2)] = 200;
            }
        }

        return image;
    }

    private static void Check(Mask mask, int width, int height, int tolerance)
    {
        Assert.Equal((width, height), (mask.Width, mask.Height));
        for (var y = 0; y < height; y++)
        {
            Assert.DoesNotContain((byte)1, mask.Row(y)[..((width / 2) - tolerance)].ToArray());
            Assert.DoesNotContain((byte)0, mask.Row(y)[((width / 2) + tolerance)..].ToArray());
        }
    }
}
