using System.Globalization;
using System.Text;
using Headrace.Lab.Statistics;
using static Headrace.Lab.Statistics.Figures;

namespace Headrace.Lab.Simulation;

/// <summary>The model's part of <c>summary.md</c>: how far it was off, what it predicts, what it takes for granted.</summary>
internal static class SimulationMarkdown
{
    public static string TextOf(SimulationSummary simulation)
    {
        var text = new StringBuilder("## The model of Lambda\n\n");
        if (simulation.Validation is { } validation)
        {
            var table = new MarkdownTable("sites", "", "p50", "simulated", "error", "p95", "simulated", "error", "p99", "simulated", "error", "cold starts", "simulated", "throttled", "simulated");
            foreach (var level in validation.Levels)
            {
                table.Add([Whole(level.Sites), MarkdownTable.Escaped(level.Variant), .. Times(level, "p50"), .. Times(level, "p95"), .. Times(level, "p99"), .. Shares(level, "cold starts"), .. Shares(level, "throttled")]);
            }

            text.Append(CultureInfo.InvariantCulture, $"With the engine's own limits, at the run's own arrivals:\n\n{table}\n{validation.Sentence}\n\n");
        }

        if (simulation.Predictions.Count > 0)
        {
            var table = new MarkdownTable("sites on AWS", "", "succeeded", "cold", "throttles", "most at once", "p50", "p95", "p99", "max", "cost an item");
            foreach (var one in simulation.Predictions)
            {
                table.Add(
                    Whole(one.Sites), MarkdownTable.Escaped(one.Variant), Whole(one.Succeeded), Whole(one.Cold), Whole(one.Throttles), Whole(one.PeakConcurrency), Time(one.P50), Time(one.P95), Time(one.P99),
                    Time(one.Max), Dollars(one.CostPerItem));
            }

            text.Append(CultureInfo.InvariantCulture, $"{table}\n");
        }

        return text.AppendJoin("", simulation.Model.Select(line => $"- {MarkdownTable.Escaped(line)}\n")).Append('\n').ToString();
    }

    private static string[] Times(ValidationLevel level, string name) => [Time(level.Of(name).Measured), Time(level.Of(name).Predicted), Percent(100 * level.Of(name).RelativeError, "+0.0;-0.0")];

    private static string[] Shares(ValidationLevel level, string name) => [Percent(level.Of(name).Measured, "0.#"), Percent(level.Of(name).Predicted, "0.#")];

    private static string Percent(double value, string format) => double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) + " %" : None;

    private static string Whole(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
