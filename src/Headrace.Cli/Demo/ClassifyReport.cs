using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Headrace.Cli.Demo;

/// <summary>What a run of <c>headrace demo classify</c> has measured. Times are from the first byte sent to the last received.</summary>
/// <param name="InitMs">Median of the cold starts' Init Duration; null without one.</param>
/// <param name="P50Ms">Of right answers; null when there is none, like the others.</param>
/// <param name="MemoryMb">The most that an environment used.</param>
internal sealed partial record ClassifyReport(
    int Requests, int Failures, int ColdStarts, double? InitMs, double? P50Ms, double? P95Ms, double? P99Ms, double? MaxMs, double RequestsPerSecond, int? MemoryMb)
{
    /// <summary>The first few different failures.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <param name="log">The function's own.</param>
    public static ClassifyReport Of(IReadOnlyCollection<TimeSpan> latencies, IReadOnlyCollection<string> failures, IEnumerable<string> log, TimeSpan elapsed)
    {
        double[] sorted = [.. latencies.Select(latency => latency.TotalMilliseconds).Order()];
        var reports = log.Where(line => line.StartsWith("REPORT ", StringComparison.Ordinal)).ToList();
        double[] inits = [.. Numbers(reports, InitDuration()).Order()];
        double[] memory = [.. Numbers(reports, MaxMemory())];
        return new ClassifyReport(
            sorted.Length + failures.Count, failures.Count, inits.Length, DemoReport.Percentile(inits, 50),
            DemoReport.Percentile(sorted, 50), DemoReport.Percentile(sorted, 95), DemoReport.Percentile(sorted, 99), DemoReport.Percentile(sorted, 100),
            Math.Round((sorted.Length + failures.Count) / elapsed.TotalSeconds, 1), memory.Length == 0 ? null : (int)memory.Max())
        {
            Reasons = [.. failures.Distinct().Take(10)],
        };
    }

    public string ToJson() => JsonSerializer.Serialize(this, ClassifyJson.Default.ClassifyReport);

    public string ToTable()
    {
        var table = new TextTable("requests", "failures", "cold starts", "init ms", "p50 ms", "p95 ms", "p99 ms", "max ms", "requests/s", "memory MB");
        table.Add(
            Text(Requests), Text(Failures), Text(ColdStarts), Text(InitMs), Text(P50Ms), Text(P95Ms), Text(P99Ms), Text(MaxMs), Text(RequestsPerSecond), MemoryMb is { } memory ? Text(memory) : "-");
        return table.ToString();
    }

    private static IEnumerable<double> Numbers(IEnumerable<string> lines, Regex number) =>
        lines.Select(line => number.Match(line)).Where(match => match.Success).Select(match => double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(double? value) => value?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-";

    [GeneratedRegex("\tInit Duration: ([0-9.]+) ms")]
    private static partial Regex InitDuration();

    [GeneratedRegex("\tMax Memory Used: ([0-9]+) MB")]
    private static partial Regex MaxMemory();
}
