using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Headrace.Cli.Demo;

/// <summary>What the gauge demo has measured. Times are from the start of the upload to the moment the row was seen.</summary>
/// <param name="RmseM">Predicted against true stage over all rows, in metres.</param>
/// <param name="VerifiedRmseM">The same over the rows whose mask the ground truth verifies: those that a hydrologist would keep.</param>
/// <param name="SiteRmseMedianM">Of the sites' own; likewise the 95th percentile and the worst.</param>
internal sealed record GaugeDemoReport(
    int Images, int Rows, int Missing, int Sites, int ColdStarts, double? P50Ms, double? P95Ms, double? P99Ms, double RowsPerSecond, double Seconds,
    double? RmseM, double? VerifiedRmseM, double? SiteRmseMedianM, double? SiteRmseP95M, double? SiteRmseWorstM, string? WorstSite, int Verified)
{
    /// <summary>Each site's own RMSE in metres, by its id.</summary>
    public IReadOnlyDictionary<string, double> SiteRmseM { get; init; } = new Dictionary<string, double>();

    [JsonIgnore]
    public IReadOnlyList<GaugeDemoRow> Found { get; init; } = [];

    /// <summary>Lines of the function's log that say why rows are missing.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Complaints { get; init; } = [];

    /// <summary>Files that were written.</summary>
    public IReadOnlyList<string> Pictures { get; init; } = [];

    /// <param name="elapsed">From the first upload to the last row.</param>
    public static GaugeDemoReport Of(IReadOnlyList<GaugeDemoRow> rows, int images, int coldStarts, TimeSpan elapsed, IReadOnlyList<string> complaints)
    {
        double[] latencies = [.. rows.Select(row => row.Latency.TotalMilliseconds).Order()];
        var sites = rows.Where(row => row.Stage is not null).GroupBy(row => row.Image.SiteId).Select(site => (Id: site.Key, Rmse: Rmse(site))).OrderBy(site => site.Rmse).ToList();
        double[] errors = [.. sites.Select(site => site.Rmse)];
        return new GaugeDemoReport(
            images, rows.Count, images - rows.Count, rows.Select(row => row.Image.SiteId).Distinct().Count(), coldStarts,
            DemoReport.Percentile(latencies, 50, 1), DemoReport.Percentile(latencies, 95, 1), DemoReport.Percentile(latencies, 99, 1),
            elapsed > TimeSpan.Zero ? Math.Round(rows.Count / elapsed.TotalSeconds, 1) : 0, Math.Round(elapsed.TotalSeconds, 2),
            sites.Count > 0 ? Math.Round(Rmse(rows.Where(row => row.Stage is not null)), 3) : null,
            rows.Any(IsKept) ? Math.Round(Rmse(rows.Where(IsKept)), 3) : null,
            DemoReport.Percentile(errors, 50, 3), DemoReport.Percentile(errors, 95, 3), DemoReport.Percentile(errors, 100, 3), sites.Count > 0 ? sites[^1].Id : null, rows.Count(row => row.IsVerified))
        {
            SiteRmseM = sites.OrderBy(site => site.Id, StringComparer.Ordinal).ToDictionary(site => site.Id, site => Math.Round(site.Rmse, 3)),
            Found = rows,
            Complaints = complaints,
        };
    }

    public string ToJson() => JsonSerializer.Serialize(this, DemoJson.Default.GaugeDemoReport);

    /// <summary>Every picture's row beside the truth, by site and time.</summary>
    public string ToCsv() => string.Concat(
        Found.OrderBy(row => row.Image.SiteId, StringComparer.Ordinal).ThenBy(row => row.Image.Time)
            .Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Image.SiteId},{row.Image.Time:yyyy-MM-ddTHH:mm:sszzz},{row.Image.Stage:0.000},{row.Stage:0.00},{row.Iou:0.000},{(row.IsVerified ? "true" : "false")}\n"))
            .Prepend("site_id,time,true_stage_m,stage_m,iou,verified\n"));

    public string ToTable()
    {
        var latencies = new TextTable("images", "rows", "missing", "sites", "cold starts", "p50 ms", "p95 ms", "p99 ms", "rows/s", "seconds");
        latencies.Add(Text(Images), Text(Rows), Text(Missing), Text(Sites), Text(ColdStarts), Text(P50Ms, "0.0"), Text(P95Ms, "0.0"), Text(P99Ms, "0.0"), Text(RowsPerSecond, "0.0"), Text(Seconds, "0.00"));
        var stages = new TextTable("RMSE m", "of verified rows", "median site", "95 % of sites below", "worst site", "which", "verified");
        stages.Add(Text(RmseM, "0.000"), Text(VerifiedRmseM, "0.000"), Text(SiteRmseMedianM, "0.000"), Text(SiteRmseP95M, "0.000"), Text(SiteRmseWorstM, "0.000"), WorstSite ?? "-", Text(Verified));
        return $"{latencies}{Environment.NewLine}{stages}";
    }

    private static bool IsKept(GaugeDemoRow row) => row is { Stage: not null, IsVerified: true };

    private static double Rmse(IEnumerable<GaugeDemoRow> rows) => Math.Sqrt(rows.Average(row => Math.Pow(row.Stage!.Value - row.Image.Stage, 2)));

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
