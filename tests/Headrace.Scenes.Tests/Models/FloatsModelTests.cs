using Headrace.Onnx;
using Headrace.Scenes.Fleet;
using Headrace.Scenes.Floats;
using Headrace.Scenes.Rendering;
using Headrace.Vision.Darknet;

namespace Headrace.Scenes.Tests.Models;

public sealed class FloatsModelTests
{
    private const int Width = 960, Height = 540;
    private const int NetWidth = 416, NetHeight = 256;

    /// <summary>Neither the training's seeds (2001, 2002) nor the one its log holds out (9101).</summary>
    private const int FreshSeed = 535_353;

    private static readonly string[] _labels = [SceneObject.Boat, SceneObject.Person, SceneObject.Debris];

    [Fact]
    public void The_shipped_onnx_is_what_the_importer_makes_of_the_darknet_files()
    {
        var names = File.ReadAllLines(ShippedModel.Require("floats/floats.names"));
        var imported = DarknetImporter.Import(File.ReadAllText(ShippedModel.Require("floats/floats.cfg")), File.ReadAllBytes(ShippedModel.Require("floats/floats.weights")), names);

        using var model = OnnxModel.Open(ShippedModel.Require("floats/floats.onnx"));
        using var fresh = OnnxModel.Open(imported.ToBytes());

        Assert.Equal(fresh.Metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal), model.Metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal));
        Assert.Equal(_labels, model.Metadata["names"].Split('\n'));
        Assert.Equal([-1L, 3L, NetHeight, NetWidth], Assert.Single(model.Inputs).Shape);
        var site = CameraFleet.Create(1, FreshSeed)[0];
        var rgb = CameraScene.Render(site, site.AtLocal(new DateTime(2025, 6, 1, 12, 0, 0)), 1, Width, Height, withObjects: true).Rgb;
        Assert.Equal(Rows(fresh, rgb), Rows(model, rgb));
        Assert.All((string[])["floats/floats.onnx", "floats/floats.weights"], path => Assert.True(new FileInfo(ShippedModel.Require(path)).Length < 4_000_000));
    }

    [Fact]
    public void On_rivers_it_has_never_seen_it_finds_most_objects_and_little_else()
    {
        using var model = OnnxModel.Open(ShippedModel.Require("floats/floats.onnx"));
        var (right, found, wanted) = (0, 0, 0);
        var fleet = CameraFleet.Create(80, FreshSeed);
        for (var index = 0; index < fleet.Length; index++)
        {
            var site = fleet[index];
            var time = site.AtLocal(new DateTime(2025, 4, 1).AddDays(2 * index).AddHours(8 + (index % 10)));
            var frame = CameraScene.Render(site, time, site.Hydrograph.StageAt(time), Width, Height, withObjects: true);
            var left = frame.Objects.ToList();
            wanted += left.Count;
            foreach (var detection in Detect(model, frame.Rgb))
            {
                found++;
                if (left.Find(truth => truth.Label == detection.Label && Overlap(truth.Box, detection.Box) >= 0.5) is { } match)
                {
                    right++;
                    left.Remove(match);
                }
            }
        }

        Assert.True(wanted > 150, $"{wanted} objects");
        Assert.True(right >= LeastPrecision * found, $"precision {right / (double)found:0.000}, {found} found");
        Assert.True(right >= LeastRecall * wanted, $"recall {right / (double)wanted:0.000} of {wanted}");
    }

    private const double LeastPrecision = 0.9, LeastRecall = 0.8;

    private static float[] Rows(OnnxModel model, byte[] rgb)
    {
        using var image = OnnxValue.Over<float>(ShippedModel.Tensor(rgb, Width, Height, NetWidth, NetHeight), 1, 3, NetHeight, NetWidth);
        using var results = model.Run(new OnnxInput("image", image));
        return results["detections"].AsSpan<float>().ToArray();
    }

    /// <summary>Best class above 0.5, then the lesser of what overlaps in one class is dropped: OpenCV's way with Darknet's rows.</summary>
    private static List<SceneObject> Detect(OnnxModel model, byte[] rgb)
    {
        var candidates = Rows(model, rgb).Chunk(5 + _labels.Length)
            .Select(row => (Row: row, Best: Enumerable.Range(0, _labels.Length).MaxBy(number => row[5 + number])))
            .Where(candidate => candidate.Row[5 + candidate.Best] > 0.5f)
            .OrderByDescending(candidate => candidate.Row[5 + candidate.Best]);
        var kept = new List<SceneObject>();
        foreach (var (row, best) in candidates)
        {
            var box = new PixelBox((int)((row[0] - (row[2] / 2)) * Width), (int)((row[1] - (row[3] / 2)) * Height), (int)(row[2] * Width), (int)(row[3] * Height));
            var label = _labels[best];
            if (!kept.Exists(other => other.Label == label && Overlap(other.Box, box) > 0.45))
            {
                kept.Add(new SceneObject(label, box));
            }
        }

        return kept;
    }

    private static double Overlap(PixelBox one, PixelBox other)
    {
        var width = Math.Min(one.X + one.Width, other.X + other.Width) - Math.Max(one.X, other.X);
        var height = Math.Min(one.Y + one.Height, other.Y + other.Height) - Math.Max(one.Y, other.Y);
        var both = Math.Max(0, width) * (double)Math.Max(0, height);
        return both / ((one.Width * (double)one.Height) + (other.Width * (double)other.Height) - both);
    }
}
