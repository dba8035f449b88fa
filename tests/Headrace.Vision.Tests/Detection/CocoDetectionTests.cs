using System.Text.Json;
using Headrace.Vision.Darknet;
using Headrace.Vision.Decoding;
using Headrace.Vision.Detection;
using Headrace.Vision.Tests.Darknet;

namespace Headrace.Vision.Tests.Detection;

/// <summary>The same objects as OpenCV's DNN module finds in photographs with the same network.</summary>
public sealed class CocoDetectionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_object_that_OpenCV_is_sure_of_is_found_and_hardly_any_more()
    {
        var reference = Path.Combine(Repository.SharedData, "coco-detections-opencv-4.6.json");
        Assert.SkipUnless(File.Exists(reference), "needs ../shared/data/coco-detections-opencv-4.6.json");
        var network = Cfgs.SharedPath("yolo-fastest-1.1-xl/yolo-fastest-1.1-xl.weights");
        var model = _folder["model.onnx"];
        File.WriteAllBytes(model, DarknetImporter.Import(File.ReadAllText(Path.ChangeExtension(network, ".cfg")), File.ReadAllBytes(network)).ToBytes());
        using var detector = Detector.Open(model);
        using var decoder = new RgbDecoder(100_000_000, 1 << 30);
        using var expected = JsonDocument.Parse(File.ReadAllText(reference));
        List<string> missed = [];
        int sure = 0, extra = 0;
        foreach (var photograph in expected.RootElement.EnumerateObject())
        {
            var found = detector.Detect(decoder.Decode(File.ReadAllBytes(Path.Combine(Repository.SharedData, "coco", photograph.Name)), int.MaxValue, int.MaxValue));
            var wanted = photograph.Value.EnumerateArray().Select(Read).ToArray();
            foreach (var one in wanted.Where(one => one.Accuracy >= 0.6))
            {
                sure++;
                if (!found.Any(ours => ours.Label == one.Label && ours.Box.Overlap(one.Box) >= 0.9 && Math.Abs(ours.Accuracy - one.Accuracy) <= 0.03))
                {
                    missed.Add($"{photograph.Name}: {one}; found {string.Join(", ", found)}");
                }
            }

            extra += found.Count(ours => ours.Accuracy > 0.6 && !wanted.Any(one => one.Label == ours.Label && ours.Box.Overlap(one.Box) >= 0.9));
        }

        Assert.Empty(missed);
        Assert.True(sure > 100, $"{sure} objects to find");
        Assert.True(extra <= 0.02 * sure, $"{extra} more than OpenCV finds, beside {sure}");
    }

    private static Headrace.Vision.Detection.Detection Read(JsonElement one)
    {
        var box = one.GetProperty("box").EnumerateArray().Select(side => side.GetInt32()).ToArray();
        return new(one.GetProperty("label").GetString()!, one.GetProperty("accuracy").GetDouble(), new Box(box[0], box[1], box[2], box[3]));
    }
}
