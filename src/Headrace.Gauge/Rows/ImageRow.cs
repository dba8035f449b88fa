using System.Collections.Immutable;

namespace Headrace.Gauge.Rows;

/// <summary>One row of <c>images_segmented</c>. Times without a zone are UTC, except the picture's own, which is the camera's clock as in its name.</summary>
/// <param name="ImagePath">Bucket and key; likewise <paramref name="SegmentedPath"/>.</param>
/// <param name="ImageTime">The moment the picture was taken, by the site's time zone.</param>
public sealed record ImageRow(
    string SiteId,
    string ImagePath,
    DateTime ImageTimestamp,
    string ImageMd5,
    DateTime EventTimestamp,
    DateTime UploadTimestamp,
    string SegmentedPath,
    DateTime SegmentedTimestamp,
    ImmutableArray<int> Roi,
    double? IouScore,
    bool SegmentationVerification,
    string OriginalImageUrl,
    string SegmentedImageUrl,
    double? StageM,
    DateTimeOffset ImageTime)
{
    /// <summary>The table's name, in PostgreSQL and in DynamoDB.</summary>
    public const string Table = "images_segmented";
}
