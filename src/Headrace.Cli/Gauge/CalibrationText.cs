using System.Globalization;
using Headrace.Calibration;
using Headrace.Calibration.Scoring;

namespace Headrace.Cli.Gauge;

/// <summary>A calibration's report for people.</summary>
internal static class CalibrationText
{
    public static string Of(CalibrationReport report)
    {
        var parts = new List<string> { Rows(report), Scores(report), Importances(report) };
        if (report.Rating is { } rating)
        {
            parts.Add(Text(
                $"rating curve: Q = {rating.A:G5} (h - {rating.H0:G5})^{rating.B:G5}, h in {rating.StageUnit}, Q in {rating.DischargeUnit}; {rating.Pairs} pairs, R2 {rating.R2:0.0000}, RMSE {rating.Rmse:G4} {rating.DischargeUnit}, mean error {100 * rating.MeanRelativeError:0.0} %"));
        }

        return string.Join("\n\n", parts);
    }

    private static string Rows(CalibrationReport report)
    {
        var table = new TextTable("rows", "in", "dropped", "changed", "left");
        foreach (var step in report.Steps)
        {
            table.Add(step.Name, Text($"{step.Before}"), Text($"{step.Dropped}"), Text($"{step.Changed}"), Text($"{step.After}"));
        }

        var silent = report.GaugeReadingsWithoutValue > 0 ? Text($" ({report.GaugeReadingsWithoutValue} more without a value)") : "";
        return Text($"{report.Rows} images, {report.GaugeReadings} readings{silent}; {report.Used} rows used\n\n{table}");
    }

    private static string Scores(CalibrationReport report)
    {
        var table = new TextTable("scores", "rows", "R2", $"RMSE {report.Unit}", $"MAE {report.Unit}", $"bias {report.Unit}");
        foreach (var (name, score) in new[] { ($"held out ({report.Split})", report.HeldOut), ("out of bag", report.OutOfBag), ("trained on", report.Train) })
        {
            Add(table, name, score);
        }

        var depth = report.Forest.MaximumDepth is { } most ? Text($"depth {most}") : "any depth";
        return Text($"{report.Forest.Trees} trees of {depth}, {report.Forest.Nodes} nodes, seed {report.Forest.Seed}\n\n{table}");
    }

    private static void Add(TextTable table, string name, Score? score)
    {
        if (score is not null)
        {
            table.Add(name, Text($"{score.Rows}"), score.R2 is { } r2 ? Text($"{r2:0.0000}") : "-", Text($"{score.Rmse:G4}"), Text($"{score.Mae:G4}"), Text($"{score.Bias:G4}"));
        }
    }

    private static string Importances(CalibrationReport report) =>
        $"importance: {string.Join(", ", report.Importances.Select((share, roi) => Text($"ROI {roi + 1} {100 * share:0.0} %")))}";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
