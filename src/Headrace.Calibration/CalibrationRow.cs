using Headrace.Calibration.Joining;

namespace Headrace.Calibration;

/// <summary>A row that was used.</summary>
/// <param name="Predicted">By the whole forest.</param>
/// <param name="OutOfBag">By the trees that have not seen it; null where every tree has, and in held-out rows.</param>
public sealed record CalibrationRow(Pair Pair, bool IsHeldOut, double Predicted, double? OutOfBag);
