using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Headrace.Cli.Detect;

namespace Headrace.Cli.Demo;

/// <summary>What a run of <c>headrace demo detect</c> has measured.</summary>
/// <param name="Timing">From the start of the upload to the moment the table had the item.</param>
/// <param name="InferenceMs">Mean of what the function needed for decoding and detecting; null when nothing succeeded.</param>
/// <param name="Objects">How many were found, by label, the most frequent first.</param>
internal sealed record DetectReport([property: JsonIgnore] DemoReport Timing, double? InferenceMs, IReadOnlyDictionary<string, int> Objects)
{
    public int Images => Timing.Images;

    public int Succeeded => Timing.Succeeded;

    public int Failed => Timing.Failed;

    public int ColdStarts => Timing.ColdStarts;

    public double? P50Ms => Timing.P50Ms;

    public double? P95Ms => Timing.P95Ms;

    public double? P99Ms => Timing.P99Ms;

    public double ImagesPerSecond => Timing.ImagesPerSecond;

    /// <param name="latencies">Of the images that succeeded.</param>
    /// <param name="log">The function's own.</param>
    public static DetectReport Of(IReadOnlyCollection<TimeSpan> latencies, IReadOnlyList<DetectedImage> images, IEnumerable<string> log, TimeSpan elapsed)
    {
        var failures = images.Where(image => image.Error is not null).OrderBy(image => image.InputImage, StringComparer.Ordinal).Select(image => KeyValuePair.Create(image.InputImage, image.Error!));
        var inference = images.Select(image => image.InferenceMs).OfType<double>().ToArray();
        return new DetectReport(
            DemoReport.Of(latencies, [.. failures], DemoReport.ColdStartsIn(log), elapsed),
            inference.Length == 0 ? null : Math.Round(inference.Average(), 1),
            images.SelectMany(image => image.Objects).CountBy(found => found.Label).OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal).ToDictionary());
    }

    public string ToJson() => JsonSerializer.Serialize(this, DetectReportJson.Default.DetectReport);

    public string ToTable()
    {
        var found = new TextTable("object", "found");
        foreach (var (label, count) in Objects)
        {
            found.Add(label, count.ToString(CultureInfo.InvariantCulture));
        }

        var inference = InferenceMs?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-";
        return $"{found}\n\n{Timing.ToTable()}\n\nThe function took {inference} ms for an image on average: decoding and detecting.";
    }
}
