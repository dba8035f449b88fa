namespace Headrace.Calibration.Joining;

/// <summary>Where a gauge's file has what; the defaults are those of USGS's instantaneous values.</summary>
public sealed record GaugeColumns
{
    public string Time { get; init; } = "datetime";

    /// <summary>Each row's zone; a file without that column is on <see cref="Zone"/>.</summary>
    public string ZoneColumn { get; init; } = "tz_cd";

    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Null: the first column whose name ends in <see cref="Parameter"/>.</summary>
    public string? Value { get; init; }

    /// <summary>USGS's parameter code: 00065 is gage height in feet, 00060 discharge in cubic feet a second.</summary>
    public string Parameter { get; init; } = "_00065";

    /// <summary>What readings are multiplied with.</summary>
    public double Factor { get; init; } = 1;
}
