using System.Globalization;

namespace Headrace.Calibration.Times;

/// <summary>Time zones as people and gauges write them: <c>America/Denver</c>, <c>UTC</c>, <c>-07:00</c>, USGS's <c>MDT</c>.</summary>
public static class ZoneName
{
    /// <summary>USGS's time zone codes (https://help.waterdata.usgs.gov/code/tz_query?fmt=html), in minutes: what each says holds, whatever the season.</summary>
    private static readonly Dictionary<string, int> Codes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["UTC"] = 0,
        ["GMT"] = 0,
        ["Z"] = 0,
        ["WET"] = 0,
        ["WEST"] = 60,
        ["CET"] = 60,
        ["CEST"] = 120,
        ["EET"] = 120,
        ["EEST"] = 180,
        ["AST"] = -240,
        ["ADT"] = -180,
        ["EST"] = -300,
        ["EDT"] = -240,
        ["CST"] = -360,
        ["CDT"] = -300,
        ["MST"] = -420,
        ["MDT"] = -360,
        ["PST"] = -480,
        ["PDT"] = -420,
        ["AKST"] = -540,
        ["AKDT"] = -480,
        ["HST"] = -600,
        ["SST"] = -660,
        ["GST"] = 600,
        ["ChST"] = 600,
    };

    /// <summary>Null when there is no such zone.</summary>
    public static TimeZoneInfo? Find(string name)
    {
        if (Codes.TryGetValue(name, out var minutes))
        {
            return Fixed(name, TimeSpan.FromMinutes(minutes));
        }

        if (name is ['+' or '-', ..] && TimeSpan.TryParseExact(name[1..], ["hh\\:mm", "hhmm", "hh"], CultureInfo.InvariantCulture, out var offset) && offset <= TimeSpan.FromHours(14))
        {
            return Fixed(name, name[0] == '-' ? -offset : offset);
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
    }

    private static TimeZoneInfo Fixed(string name, TimeSpan offset) => TimeZoneInfo.CreateCustomTimeZone(name, offset, name, name);
}
