using Headrace.Onnx;
using Headrace.Vision.Darknet;

namespace Headrace.Vision.Tests.Darknet;

/// <summary>Imported models compute what OpenCV's DNN module computes from the same cfg and weights.</summary>
public sealed class OpenCvAgreementTests : IDisposable
{
    /// <summary>Largest difference, of numbers above 1 relative to them: what different orders of adding floats make.</summary>
    private const float Tolerance = 2e-5f;

    private readonly string _folder = Directory.CreateTempSubdirectory("headrace-darknet-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("yolov4-tiny-like", 1)]
    [InlineData("yolov4-tiny-like", 2)]
    [InlineData("yolov3-like", 1)]
    [InlineData("classifier", 1)]
    public void Small_networks_of_every_layer(string name, int batch)
    {
        var (ours, theirs) = Run(Cfgs.Read(name), batch);
        AssertClose(theirs, ours);
    }

    [Fact]
    public void New_coordinates()
    {
        var (ours, theirs) = Run(Cfgs.Read("new-coords"), 1);
        for (var objectness = 4; objectness < ours.Length; objectness += 9)
        {
            // OpenCV 4.6 leaves this column unset for new_coords; later versions set it as we do.
            Assert.InRange(ours[objectness], 0, 1);
            theirs[objectness] = ours[objectness];
        }

        AssertClose(theirs, ours);
    }

    [Fact]
    public void A_region_layer_but_for_its_suppression()
    {
        var (ours, theirs) = Run(Cfgs.Read("region"), 1);
        Assert.NotEqual(0, Suppression.Apply(ours, columns: 10, threshold: 0.4f));
        AssertClose(theirs, ours);
    }

    [Fact]
    public void Yolov3_tiny_with_random_weights()
    {
        var (ours, theirs) = Run(Cfgs.Shared("yolov3-tiny/yolov3-tiny.cfg"), 1);
        Assert.Equal(((13 * 13) + (26 * 26)) * 3 * 85, ours.Length);
        AssertClose(theirs, ours);
    }

    [Fact]
    public void Yolov4_tiny_with_random_weights()
    {
        var (ours, theirs) = Run(RealNetworks.Yolov4Tiny(416), 1);
        Assert.Equal(((13 * 13) + (26 * 26)) * 3 * 85, ours.Length);
        AssertClose(theirs, ours);
    }

    [Fact]
    public void Yolov3_with_random_weights()
    {
        // Small, since it is the network that counts here, not the image.
        var (ours, theirs) = Run(RealNetworks.Yolov3(96), 1, gain: 0.7);
        Assert.Equal(((3 * 3) + (6 * 6) + (12 * 12)) * 3 * 85, ours.Length);
        AssertClose(theirs, ours);
    }

    [Theory]
    [InlineData("yolov3", 248_007_048)]
    [InlineData("yolov4-tiny", 24_251_276)]
    public void Published_weights_files_have_the_length_that_their_networks_need(string network, long length) =>
        Assert.Equal(length, Cfgs.RandomWeights(network == "yolov3" ? RealNetworks.Yolov3(416) : RealNetworks.Yolov4Tiny(416)).Length);

    [Fact]
    public void Yolo_fastest_on_photographs()
    {
        OpenCv.SkipWithout();
        const int Pixels = 3 * 320 * 320, Numbers = ((10 * 10) + (20 * 20)) * 3 * 85;
        var (cfg, weights) = (Cfgs.SharedPath("yolo-fastest-1.1-xl/yolo-fastest-1.1-xl.cfg"), Cfgs.SharedPath("yolo-fastest-1.1-xl/yolo-fastest-1.1-xl.weights"));
        var (images, numbers) = OpenCv.RunOnImages(cfg, weights, Path.Combine(Repository.SharedData, "coco"), 320, 320);
        Assert.Equal(images * (Pixels + Numbers), numbers.Length);
        using var model = OnnxModel.Open(DarknetImporter.Import(File.ReadAllText(cfg), File.ReadAllBytes(weights)).ToBytes());
        var worst = 0f;
        for (var at = 0; at < numbers.Length; at += Pixels + Numbers)
        {
            using var input = OnnxValue.Over(numbers.AsMemory(at, Pixels), 1, 3, 320, 320);
            using var results = model.Run(new OnnxInput("image", input));
            worst = Math.Max(worst, Worst(numbers.AsSpan(at + Pixels, Numbers), results[0].AsSpan<float>()));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{images} photographs, largest difference {worst:g3}");
        Assert.InRange(images, 50, int.MaxValue);
        Assert.InRange(worst, 0, 1e-4f);
    }

    private static void AssertClose(ReadOnlySpan<float> theirs, ReadOnlySpan<float> ours)
    {
        Assert.Equal(theirs.Length, ours.Length);
        // Numbers of every size: networks that are saturated or dead would agree about anything.
        Assert.True(theirs.ToArray().Select(number => MathF.Round(number, 3)).Distinct().Count() > 4);
        var worst = Worst(theirs, ours);
        TestContext.Current.TestOutputHelper?.WriteLine($"largest difference {worst:g3}");
        Assert.InRange(worst, 0, Tolerance);
    }

    private static float Worst(ReadOnlySpan<float> theirs, ReadOnlySpan<float> ours)
    {
        var worst = 0f;
        for (var i = 0; i < theirs.Length; i++)
        {
            Assert.True(float.IsFinite(ours[i]) && float.IsFinite(theirs[i]));
            worst = Math.Max(worst, Math.Abs(ours[i] - theirs[i]) / Math.Max(1, Math.Abs(theirs[i])));
        }

        return worst;
    }

    private (float[] Ours, float[] Theirs) Run(string cfg, int batch, double gain = 1)
    {
        OpenCv.SkipWithout();
        var (cfgPath, weightsPath) = (Path.Combine(_folder, "model.cfg"), Path.Combine(_folder, "model.weights"));
        File.WriteAllText(cfgPath, cfg);
        File.WriteAllBytes(weightsPath, Cfgs.RandomWeights(cfg, gain));
        var modelPath = Path.Combine(_folder, "model.onnx");
        using (var stream = File.Create(modelPath))
        {
            DarknetImporter.Import(cfg, File.ReadAllBytes(weightsPath)).Write(stream);
        }

        using var model = OnnxModel.Open(modelPath);
        int[] shape = [batch, .. model.Inputs[0].Shape.Skip(1).Select(side => (int)side)];
        var random = new Random(3);
        var pixels = Enumerable.Range(0, shape.Aggregate(1, (product, side) => product * side)).Select(_ => random.NextSingle()).ToArray();
        using var input = OnnxValue.Over<float>(pixels, [.. shape.Select(side => (long)side)]);
        using var results = model.Run(new OnnxInput("image", input));
        return (results[0].AsSpan<float>().ToArray(), OpenCv.Run(cfgPath, weightsPath, pixels, shape));
    }
}
