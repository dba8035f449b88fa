using System.Globalization;

namespace Headrace.Gauge.Capture;

/// <summary>When a camera took a picture, as it named it: <c>image_capture_2025-04-25_19-00-00.jpg</c>, by its own clock.</summary>
public static class CaptureTime
{
    /// <param name="name">The last part of the key.</param>
    /// <returns>Null when the third and fourth of the parts between underscores are no date and time.</returns>
    public static DateTime? Of(string name)
    {
        var parts = name.Split('_');
        return parts.Length >= 4
            && DateTime.TryParseExact($"{parts[2]} {parts[3].Split('.')[0]}", "yyyy-M-d H-m-s", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : null;
    }

    /// <summary>The moment at which the zone's clocks show that time; the earlier of two, and where they skip it, as if they had not.</summary>
    public static DateTimeOffset Moment(DateTime local, TimeZoneInfo zone)
    {
        var offset = zone.IsInvalidTime(local) ? zone.GetUtcOffset(local.AddHours(-1))
            : zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max()
            : zone.GetUtcOffset(local);
        return new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), offset).ToUniversalTime();
    }

    /// <summary><c>{year}/{Month}/{name}_segmented.png</c>, the month in English.</summary>
    public static string OverlayKey(string name, DateTime time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time:yyyy}/{time:MMMM}/{Path.GetFileNameWithoutExtension(name)}_segmented.png");
}
