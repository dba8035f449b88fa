using System.Globalization;
using System.Text;
using Headrace.Lab.Simulation;

namespace Headrace.Cli.Lab;

/// <summary>What a model predicts, as a terminal shows it.</summary>
internal static class SimulationText
{
    public static string Of(SimulationSummary summary)
    {
        var text = new StringBuilder("The model:");
        foreach (var line in summary.Model)
        {
            text.Append("\n  ").Append(line);
        }

        if (summary.Predictions.Count > 0)
        {
            text.Append("\n\n").Append(Table(summary.Predictions));
        }

        if (summary.Validation is { } validation)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n\nAgainst the measured run {validation.Run}:\n\n").Append(Table(validation)).Append("\n\n").Append(validation.Sentence);
        }

        return text.ToString();
    }

    private static TextTable Table(IReadOnlyList<Prediction> predictions)
    {
        var table = new TextTable("sites", "layout", "succeeded", "failed", "throttled", "dropped", "throttles", "cold", "environments", "p50 ms", "p95 ms", "p99 ms", "max ms", "per s", "$ an item");
        foreach (var row in predictions)
        {
            table.Add(
                Whole(row.Sites), row.Variant, Whole(row.Succeeded), Whole(row.Failed), Whole(row.Throttled), Whole(row.Dropped), Whole(row.Throttles), Whole(row.Cold), Whole(row.PeakEnvironments),
                Number(row.P50), Number(row.P95), Number(row.P99), Number(row.Max), Number(row.Throughput), double.IsNaN(row.CostPerItem) ? "" : Number(row.CostPerItem, "0.000000000"));
        }

        return table;
    }

    private static TextTable Table(ModelValidation validation)
    {
        var table = new TextTable("sites", "variant", "figure", "unit", "measured", "predicted", "error");
        foreach (var level in validation.Levels)
        {
            foreach (var figure in level.Figures)
            {
                table.Add(Whole(level.Sites), level.Variant, figure.Name, figure.Unit, Number(figure.Measured), Number(figure.Predicted), double.IsNaN(figure.RelativeError) ? "" : Number(figure.RelativeError * 100, "+0.0;-0.0") + " %");
            }

            table.Add(Whole(level.Sites), level.Variant, "largest distance", "%", "", Number(level.Distance * 100), "");
        }

        return table;
    }

    private static string Whole(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value, string format = "0.0") => double.IsNaN(value) ? "" : value.ToString(format, CultureInfo.InvariantCulture);
}
