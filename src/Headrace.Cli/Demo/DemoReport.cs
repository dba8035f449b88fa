using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Headrace.Cli.Demo;

/// <summary>What a demo run has measured. Times are from the start of the upload to the moment the result was seen.</summary>
/// <param name="P50Ms">Null when nothing succeeded, like the other percentiles.</param>
internal sealed record DemoReport(int Images, int Succeeded, int Failed, int ColdStarts, double? P50Ms, double? P95Ms, double? P99Ms, double ImagesPerSecond)
{
    /// <summary>Key and reason of each image that has no result.</summary>
    [JsonIgnore]
    public IReadOnlyList<KeyValuePair<string, string>> Failures { get; init; } = [];

    /// <param name="latencies">Of the images that succeeded.</param>
    /// <param name="elapsed">From the first upload to the last result.</param>
    public static DemoReport Of(IReadOnlyCollection<TimeSpan> latencies, IReadOnlyList<KeyValuePair<string, string>> failures, int coldStarts, TimeSpan elapsed)
    {
        double[] sorted = [.. latencies.Select(latency => latency.TotalMilliseconds).Order()];
        return new DemoReport(
            sorted.Length + failures.Count, sorted.Length, failures.Count, coldStarts,
            Percentile(sorted, 50), Percentile(sorted, 95), Percentile(sorted, 99), Math.Round(sorted.Length / elapsed.TotalSeconds, 1))
        {
            Failures = failures,
        };
    }

    /// <summary>How many environments a function's log tells of.</summary>
    public static int ColdStartsIn(IEnumerable<string> log) =>
        log.Count(line => line.StartsWith("REPORT ", StringComparison.Ordinal) && line.Contains("Init Duration:", StringComparison.Ordinal));

    public string ToJson() => JsonSerializer.Serialize(this, DemoJson.Default.DemoReport);

    public string ToTable()
    {
        var table = new TextTable("images", "succeeded", "failed", "cold starts", "p50 ms", "p95 ms", "p99 ms", "images/s");
        table.Add(
            Text(Images), Text(Succeeded), Text(Failed), Text(ColdStarts), Text(P50Ms), Text(P95Ms), Text(P99Ms), ImagesPerSecond.ToString("0.0", CultureInfo.InvariantCulture));
        return table.ToString();
    }

    /// <summary>Nearest rank, rounded; null when there is nothing.</summary>
    public static double? Percentile(double[] sorted, int percent, int digits = 1) =>
        sorted.Length == 0 ? null : Math.Round(sorted[(int)Math.Ceiling(sorted.Length * percent / 100.0) - 1], digits);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(double? value) => value?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-";
}
