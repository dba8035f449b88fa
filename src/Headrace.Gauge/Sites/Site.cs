using System.Collections.Immutable;
using Headrace.Vision.Segmentation;

namespace Headrace.Gauge.Sites;

/// <summary>One river camera: where its pictures come from, how they are segmented, and what is measured in them.</summary>
public sealed record Site
{
    public required string Id { get; init; }

    /// <summary>Where its pictures are uploaded; null when they are told by <see cref="Prefix"/> alone.</summary>
    public string? Bucket { get; init; }

    /// <summary>What its pictures' keys begin with, for sites that share a bucket.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The segmentation model; of the SAM family, the image encoder.</summary>
    public required string Model { get; init; }

    /// <summary>The SAM family's mask decoder; null for a semantic model.</summary>
    public string? MaskDecoder { get; init; }

    public required SegmenterSettings Segmentation { get; init; }

    /// <summary>The size of the picture in whose pixels the polygons and the counts are; likewise <see cref="SegmentationHeight"/>.</summary>
    public required int SegmentationWidth { get; init; }

    public required int SegmentationHeight { get; init; }

    /// <summary>Two or more polygons.</summary>
    public required ImmutableArray<ImmutableArray<PolygonPoint>> Rois { get; init; }

    /// <summary>Counts → stage in metres; null until the site has been calibrated.</summary>
    public string? Regressor { get; init; }

    /// <summary>The mask that results are verified by; null when there is none.</summary>
    public string? GroundTruth { get; init; }

    public double IouThreshold { get; init; } = 0.9;

    /// <summary>Of the camera's clock, which its pictures are named by.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Whether only the largest connected region of the mask is water.</summary>
    public bool LargestRegion { get; init; }

    /// <summary>Where overlays go; null for the function's own output bucket.</summary>
    public string? OutputBucket { get; init; }
}
