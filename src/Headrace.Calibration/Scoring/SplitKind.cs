namespace Headrace.Calibration.Scoring;

/// <summary>Which rows are held out.</summary>
public enum SplitKind
{
    /// <summary>Drawn by seed: how well the forest fills gaps among images like those it has seen. Images an hour apart are alike, so this flatters.</summary>
    Random,

    /// <summary>The latest: how well it does in a season it has not seen.</summary>
    Latest,
}
