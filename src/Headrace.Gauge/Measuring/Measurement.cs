using System.Collections.Immutable;
using Headrace.Vision.Segmentation;

namespace Headrace.Gauge.Measuring;

/// <summary>What was found in one picture.</summary>
/// <param name="Mask">Of the site's segmentation size.</param>
/// <param name="Roi">Water pixels in each region of interest.</param>
/// <param name="StageMetres">To the centimetre; null where the site has no regressor.</param>
/// <param name="Iou">With the ground truth, to a hundredth; null where the site has none.</param>
/// <param name="IsVerified">Whether the unrounded IoU is above the site's threshold.</param>
public sealed record Measurement(Mask Mask, ImmutableArray<int> Roi, double? StageMetres, double? Iou, bool IsVerified);
