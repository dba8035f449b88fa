namespace Headrace.Calibration.Filtering;

/// <summary>Which rows are believed.</summary>
public sealed record FilterOptions
{
    /// <summary>The furthest that a reading may be from its image.</summary>
    public TimeSpan Tolerance { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>A camera that hangs sends the same image again and again.</summary>
    public bool KeepRepeats { get; init; }

    /// <summary>Masks that agree less with the ground truth are dropped; rows without a score stay. 0: none is.</summary>
    public double MinimumIou { get; init; } = 0.8;

    /// <summary>Hours of the gauge's clock, the second one exclusive; null: all day.</summary>
    public (int From, int To)? Daylight { get; init; } = (8, 18);

    /// <summary>Water pixels in all ROIs together. 0: any.</summary>
    public double MinimumCount { get; init; } = 1;

    /// <summary>Counts above this percentile of their ROI are set to it; null: not.</summary>
    public double? ClipPercentile { get; init; } = 99;

    /// <summary>Drops rows whose stage or a count is further than this many interquartile ranges from the quartiles; null: none.</summary>
    public double? InterquartileRanges { get; init; }
}
