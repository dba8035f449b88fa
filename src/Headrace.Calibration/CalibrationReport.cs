using System.Text.Json;
using Headrace.Calibration.Filtering;
using Headrace.Calibration.Rating;
using Headrace.Calibration.Scoring;

namespace Headrace.Calibration;

/// <summary>What came of a calibration.</summary>
/// <param name="Rows">In the table of images.</param>
/// <param name="Steps">What became of them.</param>
/// <param name="Train">On the rows that the forest has learnt: flattering by design.</param>
/// <param name="OutOfBag">On the same rows, each by the trees that have not seen it.</param>
/// <param name="HeldOut">On the rows that the forest has not seen.</param>
/// <param name="Importances">Of each ROI, as shares of 1.</param>
public sealed record CalibrationReport(
    string Unit, int Rows, int GaugeReadings, int GaugeReadingsWithoutValue, IReadOnlyList<FilterStep> Steps, int Used,
    string Split, ForestReport Forest, Score Train, Score? OutOfBag, Score HeldOut, IReadOnlyList<double> Importances, RatingReport? Rating)
{
    public string ToJson() => JsonSerializer.Serialize(this, CalibrationJson.Default.CalibrationReport);
}
