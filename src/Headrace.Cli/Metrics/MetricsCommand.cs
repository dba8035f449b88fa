using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Headrace.Cli.Metrics;

/// <summary><c>headrace metrics</c>: a function's AWS/Lambda metrics, read from the running engine.</summary>
internal static class MetricsCommand
{
    public static Command Create()
    {
        var function = new Argument<string>("FUNCTION") { Description = "The function's name" };
        var since = RunningEngine.SinceOption("1h");
        var json = new Option<bool>("--json") { Description = "Print one JSON array instead of a table" };
        var engine = new ClientOptions();
        var command = new DocumentedCommand("metrics", "Show a function's metrics, as CloudWatch names them (namespace AWS/Lambda), over the time asked for.", """
            Examples:
              headrace metrics preprocess
              headrace metrics preprocess --since 24h --json
            """)
        {
            function, since, json,
        };
        engine.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var running = engine.Connect(parsed);
            var name = parsed.GetValue(function)!;

            // Asks whether the function exists: metrics without values and functions without metrics are different answers.
            await running.LogGroupOfAsync(name, cancellationToken);
            var metrics = await new MetricReader(running).ReadAsync(name, RunningEngine.Since(parsed.GetValue(since)!), cancellationToken);
            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(JsonSerializer.Serialize([.. metrics], MetricsJson.Default.MetricSummaryArray));
                return HeadraceCommand.Succeeded;
            }

            Console.Out.WriteLine(metrics.Count > 0 ? Table(metrics) : $"{name} has no metrics in the last {parsed.GetValue(since)}.");
            return HeadraceCommand.Succeeded;
        });
        return command;
    }

    private static string Table(IReadOnlyList<MetricSummary> metrics)
    {
        var table = new TextTable("metric", "unit", "sum", "average", "minimum", "maximum", "p50", "p95", "p99");
        foreach (var metric in metrics)
        {
            table.Add(
                metric.Name, metric.Unit, Number(metric.Sum), Number(metric.Average), Number(metric.Minimum), Number(metric.Maximum), Number(metric.P50), Number(metric.P95),
                Number(metric.P99));
        }

        return table.ToString();
    }

    private static string Number(double value) => value.ToString(Math.Abs(value) >= 1000 ? "0" : "0.##", CultureInfo.InvariantCulture);
}
