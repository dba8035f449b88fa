using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Headrace.Bootstrap.Tables;
using Headrace.Gauge.Rows;

namespace Headrace.Bootstrap.Gauge;

/// <summary>Rows in a DynamoDB table. The id is made of the picture's path and MD5, so the same picture is the same item.</summary>
internal sealed class TableRows(TableClient client, string table) : IImageRows
{
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss";

    public string Insert(ImageRow row, DateTimeOffset deadline)
    {
        var id = Id(row);
        client.Put(table, item => item
            .Text("id", id)
            .Text("site_id", row.SiteId)
            .Text("image_path", row.ImagePath)
            .Text("image_timestamp", Time(row.ImageTimestamp))
            .Text("image_time", row.ImageTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))
            .Text("image_md5", row.ImageMd5)
            .Text("event_timestamp", Time(row.EventTimestamp))
            .Text("upload_timestamp", Time(row.UploadTimestamp))
            .Text("segmented_path", row.SegmentedPath)
            .Text("segmented_timestamp", Time(row.SegmentedTimestamp))
            .Numbers("roi", row.Roi)
            .Number("iou_score", row.IouScore)
            .Boolean("segmentation_verification", row.SegmentationVerification)
            .Text("original_image_url", row.OriginalImageUrl)
            .Text("segmented_image_url", row.SegmentedImageUrl)
            .Number("stage_m", row.StageM));
        return $"\"{id}\"";
    }

    public void Dispose() => client.Dispose();

    private static string Id(ImageRow row) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{row.ImagePath}\n{row.ImageMd5}")).AsSpan(0, 16));

    private static string Time(DateTime time) => time.ToString(TimeFormat, CultureInfo.InvariantCulture);
}
