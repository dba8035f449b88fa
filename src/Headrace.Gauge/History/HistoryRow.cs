using System.Collections.Immutable;

namespace Headrace.Gauge.History;

/// <summary>What was measured in one picture, as <c>images_segmented</c> keeps it.</summary>
/// <param name="Time">On the camera's own clock.</param>
/// <param name="StageM">Null where the site has no regressor.</param>
/// <param name="Roi">Water pixels in each region of interest.</param>
public sealed record HistoryRow(
    string SiteId, DateTime Time, double? StageM, double? IouScore, bool IsVerified, ImmutableArray<int> Roi, string ImagePath, string ImageMd5);
