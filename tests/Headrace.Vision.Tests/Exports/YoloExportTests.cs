using System.Text.Json;
using Headrace.Vision.Decoding;
using Headrace.Vision.Detection;

namespace Headrace.Vision.Tests.Exports;

/// <summary>Exports as Ultralytics makes them, with real layers in them: what we find in photographs is what PyTorch, OpenCV and NumPy find (yolo.py).</summary>
public sealed class YoloExportTests(Exports exports) : IClassFixture<Exports>
{
    private const double Confidence = 0.25;
    private const double Overlap = 0.45;

    /// <summary>Boxes so near the threshold may fall on either side of it.</summary>
    private const double Margin = 0.02;

    [Theory]
    [InlineData("v5", "v5", DetectorLayout.YoloV5, 256, 256)]
    [InlineData("v5-half", "v5", DetectorLayout.YoloV5, 256, 256)]
    [InlineData("v8", "v8", DetectorLayout.YoloV8, 320, 192)] // every side of it dynamic: the metadata say the size
    [InlineData("v10", "v10", DetectorLayout.EndToEnd, 256, 256)]
    [InlineData("v10-half", "v10", DetectorLayout.EndToEnd, 256, 256)]
    [InlineData("v11", "v11", DetectorLayout.YoloV8, 256, 224)]
    [InlineData("v11-half", "v11", DetectorLayout.YoloV8, 256, 224)]
    public void Objects_are_those_that_the_network_finds_in_PyTorch(string name, string reference, DetectorLayout layout, int width, int height)
    {
        exports.Make("yolo.py");
        using var detector = Detector.Open(exports[$"{name}.onnx"], new DetectorOptions { Confidence = Confidence, Overlap = Overlap });
        Assert.Equal((layout, (width, height), 80), (detector.Layout, detector.InputSize, detector.Labels.Count));
        Assert.Equal("a \"quoted\" boat", detector.Labels[2]);
        using var expected = JsonDocument.Parse(File.ReadAllText(exports[$"{reference}.json"]));
        using var decoder = new RgbDecoder(100_000_000, 1 << 30);
        var (overlap, tolerance, allowed) = name.EndsWith("-half", StringComparison.Ordinal) ? (0.8, 0.1, 0.2) : (0.9, 0.02, 0.1);
        List<string> strays = [];
        var sure = 0;
        foreach (var path in exports.Images)
        {
            var theirs = expected.RootElement.GetProperty(path).EnumerateArray().Select(Read).ToList();
            var ours = detector.Detect(decoder.Decode(File.ReadAllBytes(path), int.MaxValue, int.MaxValue));
            sure += theirs.Count(IsSure);
            strays.AddRange(Without(theirs, ours, overlap, tolerance).Select(one => $"{Path.GetFileName(path)}: not found: {one}"));
            strays.AddRange(Without(ours, theirs, overlap, tolerance).Select(one => $"{Path.GetFileName(path)}: not theirs: {one}"));
        }

        Assert.True(sure >= 20, $"{sure} objects to find");
        // Random weights make many boxes that overlap and are as sure as each other: the last bit says which of them stays, and each such pair counts twice.
        Assert.True(strays.Count <= allowed * sure, $"{strays.Count} of {sure}:\n{string.Join('\n', strays)}");
    }

    private static bool IsSure(Headrace.Vision.Detection.Detection one) => one.Accuracy >= Confidence + Margin;

    private static IEnumerable<Headrace.Vision.Detection.Detection> Without(IEnumerable<Headrace.Vision.Detection.Detection> some, IReadOnlyList<Headrace.Vision.Detection.Detection> others, double overlap, double tolerance) =>
        some.Where(one => IsSure(one) && !others.Any(other => other.Label == one.Label && other.Box.Overlap(one.Box) >= overlap && Math.Abs(other.Accuracy - one.Accuracy) <= tolerance));

    private static Headrace.Vision.Detection.Detection Read(JsonElement one)
    {
        var corners = one.GetProperty("corners").EnumerateArray().Select(side => side.GetDouble()).ToArray();
        return new(
            one.GetProperty("label").GetString()!, one.GetProperty("accuracy").GetDouble(),
            new Box((int)corners[0], (int)corners[1], (int)(corners[2] - corners[0]), (int)(corners[3] - corners[1])));
    }
}
