using Headrace.Scenes.Fleet;
using Headrace.Scenes.Rendering;
using Headrace.Vips;

namespace Headrace.Scenes.Tests.Rendering;

public sealed class CameraSceneTests
{
    private const int Width = 480, Height = 270;

    private static readonly DateTime _noon = new(2025, 6, 12, 13, 0, 0);

    [Fact]
    public void The_same_arguments_are_the_same_bytes()
    {
        var (site, again, other) = (CameraFleet.Create(1, 7)[0], CameraFleet.Create(1, 7)[0], CameraFleet.Create(1, 8)[0]);
        var time = site.AtLocal(_noon);

        var frame = CameraScene.Render(site, time, 1.1, Width, Height, withObjects: true);
        var same = CameraScene.Render(again, time, 1.1, Width, Height, withObjects: true);

        Assert.Equal(frame.Rgb, same.Rgb);
        Assert.Equal(frame.WaterMask, same.WaterMask);
        Assert.Equal(frame.Objects, same.Objects);
        Assert.Equal(frame.EncodeJpeg(), same.EncodeJpeg());
        Assert.NotEqual(frame.Rgb, CameraScene.Render(site, time.AddMinutes(30), 1.1, Width, Height, withObjects: true).Rgb);
        Assert.NotEqual(frame.Rgb, CameraScene.Render(other, time, 1.1, Width, Height, withObjects: true).Rgb);
    }

    [Fact]
    public void A_scene_that_is_kept_renders_what_a_new_one_does()
    {
        var site = CameraFleet.Create(4, 7)[3];
        var scene = new CameraScene(site, Width, Height);
        scene.Render(site.AtLocal(_noon), 2.5, withObjects: true);

        Assert.Equal(
            CameraScene.Render(site, site.AtLocal(_noon.AddHours(5)), 0.7, Width, Height).Rgb, scene.Render(site.AtLocal(_noon.AddHours(5)), 0.7).Rgb);
    }

    [Fact]
    public void Water_pixels_only_ever_grow_with_the_stage()
    {
        foreach (var site in CameraFleet.Create(20, 11))
        {
            var scene = new CameraScene(site, 240, 136);
            var time = site.AtLocal(_noon);
            var lower = scene.Render(time, 0.2).WaterMask;
            for (var stage = 0.3; stage <= 3.2; stage += 0.1)
            {
                var higher = scene.Render(time, stage).WaterMask;
                Assert.DoesNotContain(Enumerable.Range(0, lower.Length), at => lower[at] > higher[at]);
                lower = higher;
            }
        }
    }

    [Fact]
    public void Both_regions_fill_with_every_rise_of_the_river()
    {
        foreach (var site in CameraFleet.Create(40, 12))
        {
            var scene = new CameraScene(site, Width, Height);
            var regions = site.RegionsOfInterest(Width, Height);
            var counts = new[] { 0, 0 };
            for (var stage = 0.2; stage <= 3.21; stage += 0.375)
            {
                var mask = scene.Render(site.AtLocal(_noon), stage).WaterMask;
                for (var region = 0; region < 2; region++)
                {
                    var count = Polygon.Count(regions[region], Width, mask);
                    Assert.True(count > counts[region], $"{site.Id}, region {region}: {count} pixels at {stage:0.00} m, {counts[region]} before");
                    counts[region] = count;
                }
            }
        }
    }

    [Fact]
    public void Water_lies_below_the_horizon_and_fills_a_good_part_of_the_picture()
    {
        foreach (var site in CameraFleet.Create(40, 13))
        {
            var frame = CameraScene.Render(site, site.AtLocal(_noon), 1.2, Width, Height);
            Assert.InRange(frame.WaterMask.Count(value => value != 0) / (double)frame.WaterMask.Length, 0.15, 0.8);
            Assert.DoesNotContain(frame.WaterMask.Take(Width * Math.Max(0, (int)site.River.View.HorizonRow(Height) - 1)), value => value != 0);
            Assert.All(frame.WaterMask, value => Assert.True(value is 0 or 255));
        }
    }

    [Fact]
    public void Sizes_show_the_same_view()
    {
        foreach (var site in CameraFleet.Create(10, 14))
        {
            var time = site.AtLocal(_noon);
            var (large, small) = (CameraScene.Render(site, time, 1.3, 960, 540).WaterMask, CameraScene.Render(site, time, 1.3, 320, 192).WaterMask);
            var (both, either) = (0, 0);
            for (var y = 0; y < 192; y++)
            {
                for (var x = 0; x < 320; x++)
                {
                    var (one, other) = (small[(y * 320) + x] != 0, large[((int)((y + 0.5) * 540 / 192) * 960) + (x * 3) + 1] != 0);
                    both += one && other ? 1 : 0;
                    either += one || other ? 1 : 0;
                }
            }

            Assert.True(both > 0.96 * either, $"{site.Id}: IoU {both / (double)either:0.000}");
        }
    }

    [Fact]
    public void Nights_are_gray_and_days_are_not()
    {
        foreach (var site in CameraFleet.Create(6, 15))
        {
            var night = CameraScene.Render(site, site.AtLocal(_noon.AddHours(12)), 1, Width, Height).Rgb;
            var day = CameraScene.Render(site, site.AtLocal(_noon), 1, Width, Height).Rgb;
            Assert.True(Colourfulness(night) < 3 && Colourfulness(day) > 6, $"{site.Id}: {Colourfulness(night):0.0} and {Colourfulness(day):0.0}");
            Assert.True(day.Average(value => value) > night.Average(value => value) + 15, site.Id);
        }
    }

    [Fact]
    public void Pictures_are_lively_and_use_the_whole_range()
    {
        foreach (var site in CameraFleet.Create(6, 16))
        {
            var frame = CameraScene.Render(site, site.AtLocal(_noon), 1, Width, Height);
            var sorted = frame.Rgb.Order().ToArray();
            Assert.True(sorted[^(sorted.Length / 50)] - sorted[sorted.Length / 50] > 60, $"{site.Id}: {sorted[sorted.Length / 50]} to {sorted[^(sorted.Length / 50)]}");

            // No pixel is left out, which would be black in all three.
            Assert.True(Enumerable.Range(0, Width * Height).Count(at => frame.Rgb[3 * at] + frame.Rgb[(3 * at) + 1] + frame.Rgb[(3 * at) + 2] == 0) < Width * Height / 500, site.Id);
        }
    }

    [Fact]
    public void Files_decode_to_the_size_and_the_mask_to_the_truth()
    {
        var site = CameraFleet.Create(1, 17)[0];
        var frame = CameraScene.Render(site, site.AtLocal(_noon), 1, 1920, 1080);

        using var picture = VipsImage.Open(frame.EncodeJpeg());
        using var mask = VipsImage.Open(frame.EncodeMask());

        Assert.Equal((1920, 1080, 3), (picture.Width, picture.Height, picture.Bands));
        Assert.Equal((1920, 1080, 1), (mask.Width, mask.Height, mask.Bands));
        Assert.Equal(frame.WaterMask, mask.ToPixels());
        Assert.InRange(frame.EncodeJpeg().Length, 100_000, 1_200_000);
    }

    private static double Colourfulness(byte[] rgb)
    {
        var sum = 0.0;
        for (var at = 0; at < rgb.Length; at += 3)
        {
            sum += Math.Max(rgb[at], Math.Max(rgb[at + 1], rgb[at + 2])) - Math.Min(rgb[at], Math.Min(rgb[at + 1], rgb[at + 2]));
        }

        return sum / (rgb.Length / 3);
    }
}
