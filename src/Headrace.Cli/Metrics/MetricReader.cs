using System.Text.Json;
using System.Text.Json.Nodes;

namespace Headrace.Cli.Metrics;

/// <summary>Reads a function's metrics as any client of CloudWatch does: ListMetrics, then GetMetricStatistics of each over one long period.</summary>
internal sealed class MetricReader(RunningEngine engine)
{
    private const string Target = "GraniteServiceVersion20100801.";

    private static readonly string[] Simple = ["SampleCount", "Sum", "Average", "Minimum", "Maximum"];
    private static readonly string[] Extended = ["p50", "p95", "p99"];

    public async Task<IReadOnlyList<MetricSummary>> ReadAsync(string function, DateTimeOffset from, CancellationToken cancellationToken)
    {
        JsonObject Dimension() => new() { ["Name"] = "FunctionName", ["Value"] = function };
        var names = new SortedSet<string>(StringComparer.Ordinal);
        string? token = null;
        do
        {
            var input = new JsonObject { ["Namespace"] = "AWS/Lambda", ["Dimensions"] = new JsonArray(Dimension()) };
            if (token is not null)
            {
                input["NextToken"] = token;
            }

            using var page = (await engine.CallAsync("monitoring", Target + "ListMetrics", input, cancellationToken))!;
            foreach (var metric in page.RootElement.GetProperty("Metrics").EnumerateArray().Where(metric => metric.GetProperty("Dimensions").GetArrayLength() == 1))
            {
                names.Add(metric.GetProperty("MetricName").GetString()!);
            }

            token = page.RootElement.TryGetProperty("NextToken", out var next) ? next.GetString() : null;
        }
        while (token is not null);

        var summaries = new List<MetricSummary>();
        var start = from.ToUnixTimeSeconds() / 60 * 60;
        var end = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 60 * 60) + 120;
        foreach (var name in names)
        {
            JsonObject Input() => new()
            {
                ["Namespace"] = "AWS/Lambda",
                ["MetricName"] = name,
                ["Dimensions"] = new JsonArray(Dimension()),
                ["StartTime"] = start,
                ["EndTime"] = end,
                ["Period"] = end - start,
            };
            var values = Input();
            values["Statistics"] = Names(Simple);
            var percentiles = Input();
            percentiles["ExtendedStatistics"] = Names(Extended);
            using var first = (await engine.CallAsync("monitoring", Target + "GetMetricStatistics", values, cancellationToken))!;
            using var second = (await engine.CallAsync("monitoring", Target + "GetMetricStatistics", percentiles, cancellationToken))!;
            if (Point(first) is { } point && Point(second) is { } ranks)
            {
                summaries.Add(Summary(name, point, ranks.GetProperty("ExtendedStatistics")));
            }
        }

        return summaries;
    }

    private static JsonArray Names(string[] names) => [.. names.Select(name => JsonValue.Create(name))];

    private static JsonElement? Point(JsonDocument answer) =>
        answer.RootElement.GetProperty("Datapoints") is var points && points.GetArrayLength() > 0 ? points[0] : null;

    private static MetricSummary Summary(string name, JsonElement point, JsonElement ranks)
    {
        return new MetricSummary(
            name, point.GetProperty("Unit").GetString()!, Value(point, "SampleCount"), Value(point, "Sum"), Value(point, "Average"), Value(point, "Minimum"),
            Value(point, "Maximum"), Value(ranks, "p50"), Value(ranks, "p95"), Value(ranks, "p99"));

        static double Value(JsonElement of, string statistic) => of.GetProperty(statistic).GetDouble();
    }
}
