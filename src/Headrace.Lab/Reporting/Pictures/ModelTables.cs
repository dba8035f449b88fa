using System.Globalization;
using Headrace.Lab.Simulation;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Reporting.Pictures;

/// <summary>The model's figures: predicted, and beside what was measured.</summary>
internal static class ModelTables
{
    private static readonly string[] _compared = ["p50", "p95", "p99"];

    public static void Write(Html html, SimulationSummary simulation)
    {
        if (simulation.Validation is { } validation)
        {
            html.Element("p", validation.Sentence);
            html.Table(
                $"Simulated with the engine's own limits, held against {validation.Run}",
                ["sites", "", "p50", "simulated", "error", "p95", "simulated", "error", "p99", "simulated", "error", "per second", "simulated", "cold starts", "simulated", "throttled", "simulated"],
                validation.Levels.Select(RowOf));
        }

        if (simulation.Predictions.Count > 0)
        {
            html.Table("Predictions for AWS", ["sites", "", "arrivals", "succeeded", "throttled", "dropped", "cold", "most at once", "p50", "p95", "p99", "max", "per second", "cost an item"], simulation.Predictions.Select(one => (string[])
            [
                Say.Count(one.Sites), one.Variant, Say.Count(one.Arrivals), Say.Count(one.Succeeded), Say.Count(one.Throttled), Say.Count(one.Dropped), Say.Count(one.Cold), Say.Count(one.PeakConcurrency),
                Say.Duration(one.P50), Say.Duration(one.P95), Say.Duration(one.P99), Say.Duration(one.Max), Figures.Digits(one.Throughput), Say.Money(one.CostPerItem),
            ]));
        }

        html.Open("details");
        html.Element("summary", "The model's settings");
        html.Open("ul");
        foreach (var line in simulation.Model)
        {
            html.Element("li", line);
        }

        html.Close();
        html.Close();
    }

    private static string[] RowOf(ValidationLevel level)
    {
        string[] Pair(string name, Func<double, string> says) => [says(level.Of(name).Measured), says(level.Of(name).Predicted)];
        return
        [
            Say.Count(level.Sites), level.Variant,
            .. _compared.SelectMany(name => (string[])[.. Pair(name, Say.Duration), ErrorOf(level.Of(name))]),
            .. Pair("throughput", Figures.Digits), .. Pair("cold starts", value => Say.Share(value / 100)), .. Pair("throttled", value => Say.Share(value / 100)),
        ];
    }

    /// <summary>With its sign: above 0 the model is slower than what was measured.</summary>
    private static string ErrorOf(ValidatedFigure figure) =>
        double.IsFinite(figure.RelativeError) ? (100 * figure.RelativeError).ToString("+0.0;-0.0", CultureInfo.InvariantCulture) + "\u00a0%" : Figures.None;
}
