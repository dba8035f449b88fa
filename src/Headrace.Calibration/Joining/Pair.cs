namespace Headrace.Calibration.Joining;

/// <summary>An image's counts and what the gauge read at the time.</summary>
/// <param name="Clock">When the image was taken, on the gauge's clock.</param>
public sealed record Pair(DateTime Clock, float[] Counts, double? Iou, double Stage);
