using Headrace.Gauge.Capture;

namespace Headrace.Gauge.Tests.Capture;

public sealed class CaptureTimeTests
{
    [Theory]
    [InlineData("image_capture_2025-04-25_19-00-00.jpg", "2025-04-25 19:00:00")]
    [InlineData("image_capture_2025-4-5_9-0-7.jpeg", "2025-04-05 09:00:07")]
    [InlineData("a_b_2025-04-25_19-00-00_more.things.png", "2025-04-25 19:00:00")]
    [InlineData("image_capture_2025-04-31_19-00-00.jpg", null)]
    [InlineData("image_capture_2025-04-25_24-00-00.jpg", null)]
    [InlineData("image_2025-04-25_19-00-00.jpg", null)]
    [InlineData("photo.jpg", null)]
    [InlineData("image_capture_2025-04-25_.jpg", null)]
    [InlineData("", null)]
    public void The_third_and_fourth_part_of_the_name_are_date_and_time(string name, string? time) =>
        Assert.Equal(time, CaptureTime.Of(name)?.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void The_cameras_clock_is_its_time_zones()
    {
        var denver = TimeZoneInfo.FindSystemTimeZoneById("America/Denver");
        static DateTime At(string name) => CaptureTime.Of($"image_capture_{name}.jpg")!.Value;

        Assert.Equal(new DateTimeOffset(2025, 4, 26, 1, 0, 0, TimeSpan.Zero), CaptureTime.Moment(At("2025-04-25_19-00-00"), denver));
        Assert.Equal(new DateTimeOffset(2025, 1, 1, 7, 0, 0, TimeSpan.Zero), CaptureTime.Moment(At("2025-01-01_00-00-00"), denver));
        // Clocks skipped from 2:00 to 3:00, and showed 1:30 twice.
        Assert.Equal(new DateTimeOffset(2025, 3, 9, 9, 30, 0, TimeSpan.Zero), CaptureTime.Moment(At("2025-03-09_02-30-00"), denver));
        Assert.Equal(new DateTimeOffset(2025, 11, 2, 7, 30, 0, TimeSpan.Zero), CaptureTime.Moment(At("2025-11-02_01-30-00"), denver));
    }

    [Fact]
    public void Overlays_are_filed_by_year_and_month() => Assert.Equal(
        "2025/April/image_capture_2025-04-25_19-00-00_segmented.png",
        CaptureTime.OverlayKey("image_capture_2025-04-25_19-00-00.jpg", new DateTime(2025, 4, 25, 19, 0, 0)));
}
