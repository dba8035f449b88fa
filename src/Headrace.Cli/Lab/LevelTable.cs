using System.Globalization;
using Headrace.Lab.Statistics;

namespace Headrace.Cli.Lab;

/// <summary>A run's levels side by side, where it has more than one.</summary>
internal static class LevelTable
{
    /// <summary>Null: there is nothing to compare.</summary>
    public static string? Of(RunSummary summary)
    {
        var comparisons = summary.Levels.Where(levels => levels.Measure == Measure.Response).ToList();
        if (comparisons.Count == 0)
        {
            return null;
        }

        var table = new TextTable("variant", "level", "items", "mean s", "sd s", "p95 s", "items/s", "$ per item");
        foreach (var (variant, level) in comparisons.SelectMany(levels => levels.Levels.Select(level => (levels.Variant, level))))
        {
            table.Add(
                variant, Text(level.Level, "0"), Text(level.Count, "0"), Text(level.Mean / 1000, "0.000"), Text(level.StandardDeviation / 1000, "0.000"),
                Text(level.P95 / 1000, "0.000"), Text(level.Throughput, "0.0"), Text(level.MeanCost, "0.00000000"));
        }

        return table.ToString();
    }

    private static string Text(double value, string format) => double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "–";
}
