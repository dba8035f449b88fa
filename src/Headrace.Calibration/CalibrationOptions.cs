using Headrace.Calibration.Filtering;
using Headrace.Calibration.Forest;
using Headrace.Calibration.Joining;
using Headrace.Calibration.Scoring;

namespace Headrace.Calibration;

/// <summary>What a calibration is made from, and how.</summary>
public sealed record CalibrationOptions
{
    /// <summary>The table of images.</summary>
    public required string Counts { get; init; }

    /// <summary>The gauge's readings of stage.</summary>
    public required string Gauge { get; init; }

    /// <summary>The gauge's readings of discharge; null: no rating curve.</summary>
    public string? Discharge { get; init; }

    public CountsColumns CountsColumns { get; init; } = new();

    public GaugeColumns GaugeColumns { get; init; } = new();

    public GaugeColumns DischargeColumns { get; init; } = new() { Parameter = "_00060" };

    /// <summary>Of the gauge's file.</summary>
    public string GaugeUnit { get; init; } = "ft";

    /// <summary>Of the predictions.</summary>
    public string Unit { get; init; } = "m";

    public string DischargeUnit { get; init; } = "ft3/s";

    public FilterOptions Filter { get; init; } = new();

    public double HeldOutShare { get; init; } = 0.2;

    public SplitKind Split { get; init; }

    /// <summary>Null: the forest's.</summary>
    public ulong? SplitSeed { get; init; }

    public ForestOptions Forest { get; init; } = new() { MaximumDepth = 10 };
}
