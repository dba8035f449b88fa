using System.Globalization;
using System.Text.RegularExpressions;
using Headrace.Lab.Records;

namespace Headrace.Lab.Importing;

/// <summary>Times as other programs write them.</summary>
public static partial class TimeText
{
    private static readonly string[] Clocks = ["yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd"];
    private static readonly string[] Instants = ["yyyy-MM-dd HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd HH:mm:ss.FFFFFFF'Z'"];

    /// <param name="zone">Of a time that says none.</param>
    public static bool TryParse(ReadOnlySpan<char> text, TimeZoneInfo zone, out Moment moment)
    {
        moment = default;
        if (TryClock(text, out var clock))
        {
            // Where a clock was put forward there is no such time: an hour later is what it showed.
            clock = zone.IsInvalidTime(clock) ? clock.AddHours(1) : clock;
            moment = Moment.At(new DateTimeOffset(clock, zone.GetUtcOffset(clock)));
            return true;
        }

        if (!DateTimeOffset.TryParseExact(text, Instants, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
        {
            return false;
        }

        moment = Moment.At(instant);
        return true;
    }

    /// <summary>A time of day without zone.</summary>
    public static bool TryClock(ReadOnlySpan<char> text, out DateTime clock) =>
        DateTime.TryParseExact(text, Clocks, CultureInfo.InvariantCulture, DateTimeStyles.None, out clock) && clock.Year is > 1 and < 9999;

    /// <summary>The moment in an image's name, <c>image_capture_2025-05-08_17-00-00.jpg</c>; null: it has none.</summary>
    public static DateTime? InName(string name) =>
        InNamePattern().Match(name) is { Success: true } match
        && DateTime.TryParseExact(match.ValueSpan, "yyyy-MM-dd_HH-mm-ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : null;

    [GeneratedRegex(@"\d{4}-\d{2}-\d{2}_\d{2}-\d{2}-\d{2}", RegexOptions.CultureInvariant)]
    private static partial Regex InNamePattern();
}
