using Headrace.Calibration.Tables;

namespace Headrace.Calibration.Joining;

/// <summary>What was counted in one image.</summary>
/// <param name="Clock">When it was taken, on the clock that is <paramref name="Offset"/> ahead of UTC, or on the gauge's own when that is null.</param>
/// <param name="Counts">Water pixels in each ROI.</param>
/// <param name="Iou">Null when the file does not say.</param>
public sealed record ImageCounts(DateTime Clock, TimeSpan? Offset, float[] Counts, double? Iou, string? Digest)
{
    /// <summary>All rows of a file.</summary>
    /// <exception cref="CalibrationException" />
    public static IReadOnlyList<ImageCounts> Read(string path, CountsColumns columns)
    {
        using var table = CsvTable.Open(path);
        var time = table.Require(columns.Time);
        int[] rois = [.. columns.Rois.Select(table.Require)];
        var (iou, digest) = (table.Find(columns.Iou), table.Find(columns.Digest));
        var images = new List<ImageCounts>();
        foreach (var row in table.Rows())
        {
            var (clock, offset) = row.Time(time);
            float[] counts = [.. rois.SelectMany(column => row.Numbers(column))];
            if (images.Count > 0 && counts.Length != images[0].Counts.Length)
            {
                throw row.Refuse(rois[0], $"has {counts.Length} counts; the rows before have {images[0].Counts.Length}");
            }

            images.Add(new ImageCounts(
                clock, offset ?? columns.Zone?.GetUtcOffset(clock), counts,
                iou is { } score && row.Text(score).Length > 0 ? row.Number(score) : null,
                digest is { } hash && row.Text(hash) is { Length: > 0 } text ? text : null));
        }

        return images.Count > 0 ? images : throw new CalibrationException($"{Path.GetFileName(path)} has no rows.");
    }
}
