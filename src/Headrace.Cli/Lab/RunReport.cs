using System.Text.Json;
using System.Text.Json.Nodes;
using Headrace.Lab.Load;
using Headrace.Lab.Records;

namespace Headrace.Cli.Lab;

/// <summary>What a run came to, at its end.</summary>
internal sealed class RunReport(RunFolder folder, RunManifest manifest, LiveSnapshot figures)
{
    /// <summary>Why the run cannot be called a success; null: it can.</summary>
    public string? Complaint =>
        figures.Ended == 0 ? $"nothing was sent ({manifest.Stopped})"
        : figures.Failed == figures.Ended ? $"all {figures.Ended} items failed, most often: {figures.CommonError} ({figures.CommonErrors})"
        : manifest.Generator is { WasBottleneck: true } verdict ? verdict.Sentence
        : manifest.Stopped == "interrupted" ? $"interrupted; what was measured is in {folder.Path}"
        : manifest.Stopped.Contains("error rate", StringComparison.Ordinal) ? $"{manifest.Stopped}, most often: {figures.CommonError} ({figures.CommonErrors})"
        : null;

    public string ToText()
    {
        var table = new TextTable("items", "failed", "p50 ms", "p95 ms", "lag p99 ms", "stopped");
        table.Add($"{figures.Ended}", $"{figures.Failed}", Number(figures.P50), Number(figures.P95), Number(figures.LagP99), manifest.Stopped);
        return string.Join(Environment.NewLine, [table.ToString(), manifest.Generator?.Sentence, .. manifest.Remarks, $"run: {folder.Path}"]);
    }

    public string ToJson() => new JsonObject
    {
        ["run"] = folder.Path,
        ["items"] = figures.Ended,
        ["failed"] = figures.Failed,
        ["p50_ms"] = OrNull(figures.P50),
        ["p95_ms"] = OrNull(figures.P95),
        ["lag_p99_ms"] = OrNull(figures.LagP99),
        ["stopped"] = manifest.Stopped,
        ["generator"] = new JsonObject { ["was_bottleneck"] = manifest.Generator?.WasBottleneck, ["processor_share"] = OrNull(manifest.Generator?.ProcessorShare ?? double.NaN), ["sentence"] = manifest.Generator?.Sentence },
        ["common_error"] = figures.CommonError,
    }.ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static JsonValue? OrNull(double value) => double.IsFinite(value) ? JsonValue.Create(Math.Round(value, 3)) : null;

    private static string Number(double value) => double.IsNaN(value) ? "–" : FormattableString.Invariant($"{value:0.0}");
}
