using Headrace.Onnx;
using Headrace.Vision.Decoding;
using Headrace.Vision.Segmentation;

namespace Headrace.Vision.Tests.Exports;

/// <summary>A pair of SAM's parts and a SegFormer-like network as the usual scripts export them: our masks are those that PyTorch has of the same photographs (segmenters.py).</summary>
public sealed class SegmenterExportTests(Exports exports) : IClassFixture<Exports>
{
    private const int Width = 320;
    private const int Height = 240;

    [Theory]
    [InlineData("encoder", "decoder", false, "none")]
    [InlineData("encoder", "decoder", true, "box")]
    [InlineData("encoder", "decoder-single", true, "single")]
    [InlineData("encoder-half", "decoder-half", false, "none")]
    [InlineData("encoder-half", "decoder-half", true, "box")]
    [InlineData("encoder-half", "decoder-single-half", true, "single")]
    [InlineData("encoder-half", "decoder", true, "box")]
    [InlineData("encoder", "decoder-half", true, "box")]
    public void A_SAM_pairs_masks_are_PyTorchs(string encoder, string decoder, bool box, string reference)
    {
        Make();
        using var segmenter = new SamSegmenter(Open(encoder), Open(decoder), new SegmenterSettings(Width, Height, WholeImageBox: box));
        Compare(segmenter, reference);
    }

    [Theory]
    [InlineData("segformer")]
    [InlineData("segformer-half")]
    public void Nineteen_logits_at_a_quarter_of_the_size_are_the_class_that_PyTorch_says(string model)
    {
        Make();
        using var segmenter = new SemanticSegmenter(
            Open(model), new SegmenterSettings(Width, Height, WaterClass: 7, Normalisation.ImageNet.Mean, Normalisation.ImageNet.Scale));
        Compare(segmenter, "segformer");
    }

    private void Make() => exports.Make("segmenters.py", $"{Width}", $"{Height}");

    private OnnxModel Open(string name) => OnnxModel.Open(exports[$"{name}.onnx"]);

    private void Compare(ISegmenter segmenter, string reference)
    {
        var expected = File.ReadAllBytes(exports[$"{reference}.bin"]);
        using var decoder = new RgbDecoder(100_000_000, 1 << 30);
        for (var n = 0; n < exports.Images.Count; n++)
        {
            var theirs = new Mask(Width, Height, expected[(n * Width * Height)..((n + 1) * Width * Height)]);
            var ours = segmenter.Segment(decoder.Decode(File.ReadAllBytes(exports.Images[n]), int.MaxValue, int.MaxValue));
            var differing = ours.Pixels.ToArray().Zip(theirs.Pixels.ToArray()).Count(pixel => pixel.First != pixel.Second);
            Assert.InRange(theirs.Count() / (double)(Width * Height), 0.1, 0.9); // else there would be nothing to find
            Assert.True(differing <= 0.01 * Width * Height, $"{Path.GetFileName(exports.Images[n])}: {differing} of {Width * Height} pixels differ");
        }
    }
}
