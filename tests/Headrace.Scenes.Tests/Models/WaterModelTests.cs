using System.Collections.Immutable;
using Headrace.Onnx;
using Headrace.Scenes.Fleet;
using Headrace.Scenes.Rendering;

namespace Headrace.Scenes.Tests.Models;

public sealed class WaterModelTests
{
    private const int Width = 960, Height = 540;

    /// <summary>Neither the training's seeds (1001 to 1005) nor those its log holds out (9001 to 9004).</summary>
    private const int FreshSeed = 424_242;

    [Fact]
    public void It_says_how_it_is_fed_and_is_small()
    {
        var path = ShippedModel.Require("water/water.onnx");
        using var model = OnnxModel.Open(path);
        var (width, height) = SiteConfiguration.WaterModelSize;

        Assert.Equal(("segmentation", "other,water", "stretch", $"{width}x{height}"), (model.Metadata["headrace.kind"], model.Metadata["headrace.labels"], model.Metadata["headrace.input"], model.Metadata["headrace.input_size"]));
        Assert.Equal(("image", "logits"), (Assert.Single(model.Inputs).Name, Assert.Single(model.Outputs).Name));
        Assert.Equal([-1L, 3L, height, width], model.Inputs[0].Shape);
        Assert.True(new FileInfo(path).Length < 3_000_000);
    }

    [Fact]
    public void On_sixty_rivers_it_has_never_seen_at_every_hour_its_mean_IoU_is_95_percent() => MeanIs95Percent(CameraFleet.Create(60, FreshSeed), index => index * 7 % 24);

    [Fact]
    public void On_forty_rivers_by_night_too() => MeanIs95Percent(CameraFleet.Create(40, FreshSeed + 2), index => (22 + (index % 7)) % 24);

    [Fact]
    public void Its_water_in_the_regions_of_interest_follows_the_stage()
    {
        using var model = OnnxModel.Open(ShippedModel.Require("water/water.onnx"));
        foreach (var site in CameraFleet.Create(10, FreshSeed + 1))
        {
            var scene = new CameraScene(site, Width, Height);
            var regions = site.RegionsOfInterest(Width, Height);
            var counts = Enumerable.Range(0, 6).Select(step =>
            {
                var mask = Segment(model, scene.Render(site.AtLocal(new DateTime(2025, 6, 1, 12, 0, 0)), 0.2 + (0.6 * step)).Rgb);
                return regions.Sum(region => Polygon.Count(region, Width, mask));
            }).ToList();

            Assert.True(counts.Zip(counts.Skip(1)).All(pair => pair.Second > pair.First), $"{site.Id}: {string.Join(", ", counts)}");
        }
    }

    /// <param name="hour">Of each site's picture, by the site's place in the fleet: days are spread over the year.</param>
    private static void MeanIs95Percent(ImmutableArray<CameraSite> fleet, Func<int, int> hour)
    {
        using var model = OnnxModel.Open(ShippedModel.Require("water/water.onnx"));
        var ious = new List<double>();
        foreach (var (index, site) in fleet.Index())
        {
            var time = site.AtLocal(new DateTime(2025, 1, 1).AddDays(6 * index).AddHours(hour(index)));
            var frame = CameraScene.Render(site, time, site.Hydrograph.StageAt(time), Width, Height, withObjects: index % 3 == 0);
            ious.Add(IntersectionOverUnion(Segment(model, frame.Rgb), frame.WaterMask));
        }

        ious.Sort();
        Assert.True(ious.Average() >= 0.95, $"mean {ious.Average():0.0000}, lowest {ious[0]:0.000}, {ious[1]:0.000}, {ious[2]:0.000}");
        Assert.True(ious[ious.Count / 10] >= 0.9, $"a tenth is below {ious[ious.Count / 10]:0.000}");
    }

    /// <summary>Its mask in the picture's own size.</summary>
    private static byte[] Segment(OnnxModel model, byte[] rgb)
    {
        var (width, height) = SiteConfiguration.WaterModelSize;
        using var image = OnnxValue.Over<float>(ShippedModel.Tensor(rgb, Width, Height, width, height), 1, 3, height, width);
        using var results = model.Run(new OnnxInput("image", image));
        var logits = results["logits"].AsSpan<float>();
        var mask = new byte[Width * Height];
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var at = (y * height / Height * width) + (x * width / Width);
                mask[(y * Width) + x] = logits[(width * height) + at] > logits[at] ? (byte)255 : (byte)0;
            }
        }

        return mask;
    }

    private static double IntersectionOverUnion(byte[] found, byte[] truth)
    {
        var (both, either) = (0, 0);
        for (var at = 0; at < found.Length; at++)
        {
            both += (found[at] & truth[at]) != 0 ? 1 : 0;
            either += (found[at] | truth[at]) != 0 ? 1 : 0;
        }

        return both / (double)either;
    }
}
