namespace Headrace.Calibration.Joining;

/// <summary>Where a table of images has what; the defaults are the columns of <c>images_segmented</c>.</summary>
public sealed record CountsColumns
{
    public string Time { get; init; } = "image_timestamp";

    /// <summary>Null: the gauge's own clock.</summary>
    public TimeZoneInfo? Zone { get; init; }

    /// <summary>Columns with the counts of water pixels: one list, or one column for each ROI.</summary>
    public IReadOnlyList<string> Rois { get; init; } = ["roi"];

    /// <summary>How well the mask agrees with the ground truth; may be missing.</summary>
    public string Iou { get; init; } = "iou_score";

    /// <summary>A digest of the image's bytes; may be missing.</summary>
    public string Digest { get; init; } = "image_md5";
}
