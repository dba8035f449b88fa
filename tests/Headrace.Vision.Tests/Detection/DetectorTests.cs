using Headrace.Harness;
using Headrace.Onnx;
using Headrace.Vision.Decoding;
using Headrace.Vision.Detection;

namespace Headrace.Vision.Tests.Detection;

public sealed class DetectorTests : IDisposable
{
    private const string Names = "{0: 'boat', 1: \"driver's mate\"}";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Darknet_rows_are_relative_and_the_image_is_stretched()
    {
        var model = Write([0.5f, 0.5f, 0.5f, 0.25f, 0.9f, 0.1f, 0.8f, 0.5f, 0.5f, 0.5f, 0.25f, 0.4f, 0.0f, 0.0f], [1, 2, 7], 64, ("headrace.kind", "darknet"), ("names", "boat\nperson"));

        var found = Assert.Single(Detect(model, 200, 100));

        Assert.Equal(("person", new Box(50, 37, 100, 25)), (found.Label, found.Box));
        Assert.Equal(0.8, found.Accuracy, 6);
    }

    [Fact]
    public void YoloV5_scores_are_multiplied_with_objectness_and_the_letterbox_is_taken_off()
    {
        // 200x100 in 64x64: 64x32 with 16 above and below.
        var model = Write([32, 32, 32, 16, 0.9f, 0.1f, 0.9f, 32, 32, 30, 16, 0.6f, 0.1f, 0.8f], [1, 2, 7], 64, ("names", Names));

        var found = Assert.Single(Detect(model, 200, 100));

        Assert.Equal(("driver's mate", new Box(50, 25, 100, 50)), (found.Label, found.Box));
        Assert.Equal(0.81, found.Accuracy, 6);
    }

    [Fact]
    public void YoloV8_columns_are_boxes_and_classes_do_not_suppress_each_other()
    {
        // Three boxes in one place: two boats, one mate.
        var model = Write([32, 32, 32, 0, 32, 32, 32, 0, 32, 32, 32, 0, 16, 16, 16, 0, 0.9f, 0.7f, 0.1f, 0.1f, 0.2f, 0.1f, 0.6f, 0.1f], [1, 6, 4], 64, ("names", Names), ("task", "detect"));

        var found = Detect(model, 64, 64);

        Assert.Equal(["boat", "driver's mate"], found.Select(one => one.Label));
        Assert.All(found, one => Assert.Equal(new Box(16, 24, 32, 16), one.Box));
    }

    [Fact]
    public void Exports_with_their_own_suppression_give_corners()
    {
        var model = Write([16, 24, 48, 40, 0.75f, 1, 0, 0, 0, 0, 0, 0], [1, 2, 6], 64, ("names", Names), ("end2end", "True"));

        var found = Assert.Single(Detect(model, 64, 64));

        Assert.Equal(("driver's mate", 0.75, new Box(16, 24, 32, 16)), (found.Label, found.Accuracy, found.Box));
    }

    [Fact]
    public void What_the_export_has_chosen_is_not_chosen_from_again()
    {
        var model = Write([16, 24, 48, 40, 0.75f, 1, 16, 24, 48, 40, 0.875f, 0], [1, 2, 6], 64, ("names", Names), ("end2end", "True"));

        Assert.Equal(["boat", "driver's mate"], Detect(model, 64, 64).Select(one => one.Label));
    }

    [Fact]
    public void Half_precision_models_run_alike()
    {
        var model = Write([0.5f, 0.5f, 0.5f, 0.25f, 0.875f, 0, 0.75f], [1, 1, 7], OnnxElementType.Float16, 64, ("headrace.kind", "darknet"), ("names", "boat\nperson"));

        var found = Assert.Single(Detect(model, 200, 100));

        Assert.Equal(("person", 0.75, new Box(50, 37, 100, 25)), (found.Label, found.Accuracy, found.Box));
    }

    [Fact]
    public void Numbers_that_are_none_are_no_objects()
    {
        var model = Write([float.NaN, 0.5f, 0.5f, 0.5f, 0.9f, 0.9f, 0, 0.5f, 0.5f, float.PositiveInfinity, 0.5f, 0.9f, 0.9f, 0, 0.5f, 0.5f, -1, 0.5f, 0.9f, 0.9f, 0, 0.5f, 0.5f, 1, 0.5f, float.NaN, float.NaN, 0],
            [1, 4, 7], 64, ("headrace.kind", "darknet"));

        Assert.Empty(Detect(model, 64, 64));
    }

    [Theory]
    [InlineData(new long[] { 1, 2, 4 }, "class names is none of the layouts that are known")]
    [InlineData(new long[] { 1, 9, 9 }, "class names is none of the layouts that are known")]
    public void A_model_that_is_no_detector_is_told_so(long[] shape, string expected)
    {
        var model = Write(new float[shape.Aggregate(1L, static (product, side) => product * side)], shape, 64, ("names", Names));

        Assert.Contains(expected, Assert.Throws<DetectorException>(() => Detector.Open(model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_segmentation_export_is_told_apart()
    {
        var model = Write(new float[48], [1, 6, 8], 64, ("names", Names), ("task", "segment"));

        Assert.Equal("the model's task is 'segment', not 'detect'", Assert.Throws<DetectorException>(() => Detector.Open(model)).Message);
    }

    [Fact]
    public void Many_threads_share_one_detector()
    {
        var model = Write([0.5f, 0.5f, 0.5f, 0.25f, 0.875f, 0, 0.75f], [1, 1, 7], 64, ("headrace.kind", "darknet"));
        using var detector = Detector.Open(model);
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ => Assert.Equal("class_1", Assert.Single(detector.Detect(new RgbImage(40, 30))).Label));
    }

    private string Write(float[] output, long[] shape, int side, params (string Key, string Value)[] metadata) => Write(output, shape, OnnxElementType.Float, side, metadata);

    private string Write(float[] output, long[] shape, OnnxElementType type, int side, params (string Key, string Value)[] metadata)
    {
        var path = _folder[$"{Guid.NewGuid():N}.onnx"];
        DetectorModels.Write(path, output, shape, type, side, metadata);
        return path;
    }

    private static IReadOnlyList<Headrace.Vision.Detection.Detection> Detect(string model, int width, int height)
    {
        using var detector = Detector.Open(model);
        return detector.Detect(new RgbImage(width, height));
    }
}
