using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Headrace.Gauge.History;

namespace Headrace.Cli.Gauge;

/// <summary>What a fleet measured, in order of site and time.</summary>
/// <param name="Source">The database or the table's endpoint.</param>
internal sealed record HistoryReport(string Source, IReadOnlyList<HistoryRow> Rows)
{
    public const string CsvHeader = "site_id,image_timestamp,stage_m,iou_score,segmentation_verification,roi,image_path,image_md5";

    public string ToJson() => JsonSerializer.Serialize(this, HistoryJson.Default.HistoryReport);

    /// <summary>With the columns that <c>headrace gauge calibrate --pairs</c> reads.</summary>
    public string ToCsv() => string.Concat(
        Rows.Select(row => Text(
            $"{Cell(row.SiteId)},{row.Time:yyyy-MM-dd HH:mm:ss},{row.StageM:0.####},{row.IouScore:0.####},{(row.IsVerified ? "true" : "false")},\"{{{string.Join(',', row.Roi)}}}\",{Cell(row.ImagePath)},{row.ImageMd5}\n"))
            .Prepend(CsvHeader + "\n"));

    public string ToTable()
    {
        var table = new TextTable("site", "time", "stage m", "IoU", "verified", "water pixels", "picture");
        foreach (var row in Rows)
        {
            table.Add(
                row.SiteId, Text($"{row.Time:yyyy-MM-dd HH:mm:ss}"), row.StageM is { } stage ? Text($"{stage:0.00}") : "-", row.IouScore is { } iou ? Text($"{iou:0.00}") : "-",
                row.IsVerified ? "yes" : "no", string.Join(' ', row.Roi), row.ImagePath);
        }

        var stages = Rows.Where(row => row.StageM is not null).Select(row => row.StageM!.Value).ToList();
        var range = stages.Count > 0 ? Text($", {stages.Min():0.00} to {stages.Max():0.00} m") : "";
        return $"{table}\n\n{Text($"{Rows.Count} rows of {Rows.Select(row => row.SiteId).Distinct().Count()} sites, {Rows.Count(row => row.IsVerified)} verified{range} ({Source})")}";
    }

    private static string Cell(string text) => text.AsSpan().ContainsAny(",\"\n\r") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HistoryReport))]
internal sealed partial class HistoryJson : JsonSerializerContext;
