using System.Text.Json;
using Headrace.Scenes.Fleet;

namespace Headrace.Scenes.Tests.Fleet;

public sealed class CameraSiteTests
{
    private static readonly TimeZoneInfo _denver = TimeZoneInfo.FindSystemTimeZoneById("America/Denver");

    [Fact]
    public void Pictures_are_named_by_the_sites_own_clock()
    {
        var site = new CameraSite("firstdamsite", 1, _denver, 41.7);

        Assert.Equal("image_capture_2025-04-25_19-00-00.jpg", site.ImageName(new DateTimeOffset(2025, 4, 26, 1, 0, 0, TimeSpan.Zero)));
        Assert.Equal("image_capture_2025-01-25_18-00-00.jpg", site.ImageName(new DateTimeOffset(2025, 1, 26, 1, 0, 0, TimeSpan.Zero)));
        Assert.Equal("firstdamsite-image", site.Bucket);
    }

    [Fact]
    public void The_hour_that_summer_time_skips_is_shown_an_hour_later()
    {
        var site = new CameraSite("site001", 1, _denver, 41.7);

        Assert.Equal("image_capture_2025-03-09_03-30-00.jpg", site.ImageName(site.AtLocal(new DateTime(2025, 3, 9, 2, 30, 0))));
        Assert.Equal("image_capture_2025-03-09_01-30-00.jpg", site.ImageName(site.AtLocal(new DateTime(2025, 3, 9, 1, 30, 0))));
        Assert.Equal(TimeSpan.FromHours(-6), site.AtLocal(new DateTime(2025, 7, 1, 12, 0, 0)).Offset);
    }

    [Fact]
    public void A_small_fleet_is_the_beginning_of_a_large_one()
    {
        var (three, many) = (CameraFleet.Create(3, 42), CameraFleet.Create(30, 42));

        Assert.Equal(three.Select(site => (site.Id, site.Seed, site.TimeZone.Id)), many.Take(3).Select(site => (site.Id, site.Seed, site.TimeZone.Id)));
        Assert.Equal(30, many.Select(site => site.Seed).Distinct().Count());
        Assert.Equal(["site001", "site002", "site003"], three.Select(site => site.Id));
        Assert.True(many.Select(site => site.TimeZone.Id).Distinct().Count() > 1);
        Assert.DoesNotContain(CameraFleet.Create(30, 43), site => many.Any(other => other.Seed == site.Seed));
    }

    [Fact]
    public void Every_site_has_two_simple_polygons_inside_its_picture()
    {
        foreach (var site in CameraFleet.Create(60, 7))
        {
            var regions = site.RegionsOfInterest(1920, 1080);
            Assert.Equal(2, regions.Length);
            Assert.All(regions, region =>
            {
                Assert.Equal(4, region.Length);
                Assert.All(region, corner => Assert.True(corner.X is >= 0 and < 1920 && corner.Y is >= 0 and < 1080, $"{site.Id} {corner}"));

                // Clockwise from the upper left, convex in x: the upper side is above the lower one throughout.
                Assert.True(region[0].X == region[3].X && region[1].X == region[2].X && region[0].X < region[1].X, site.Id);
                Assert.True(region[0].Y < region[3].Y && region[1].Y < region[2].Y, site.Id);
            });
        }
    }

    [Fact]
    public void The_gauges_configuration_has_its_ten_fields()
    {
        var site = CameraFleet.Create(1, 7)[0];

        using var document = JsonDocument.Parse(SiteConfiguration.ToJson([SiteConfiguration.Of(site, 960, 540, "truth/site001/ground_truth.png")]));

        var written = Assert.Single(document.RootElement.GetProperty("sites").EnumerateArray());
        Assert.Equal(
            ["id", "bucket", "model", "mask_size", "segmentation_size", "rois", "regressor", "ground_truth", "iou_threshold", "time_zone"],
            written.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("site001", "site001-image", 0.9), (written.GetProperty("id").GetString(), written.GetProperty("bucket").GetString(), written.GetProperty("iou_threshold").GetDouble()));
        Assert.Equal([960, 540], written.GetProperty("segmentation_size").EnumerateArray().Select(value => value.GetInt32()));
        var corners = written.GetProperty("rois").EnumerateArray().Select(region => region.EnumerateArray().Select(corner => (corner[0].GetInt32(), corner[1].GetInt32())).ToList()).ToList();
        Assert.Equal(site.RegionsOfInterest(960, 540).Select(region => region.Select(corner => (corner.X, corner.Y)).ToList()), corners);
    }
}
