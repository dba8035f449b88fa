using System.Globalization;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Reporting.Pictures;

/// <summary>Levels against each other: their figures, the analysis of variance, Welch's test of every pair.</summary>
internal static class LevelTables
{
    private const double Significant = 0.05;

    /// <summary>Difference and size of it: with many items any difference is significant, few are large.</summary>
    public static string Verdict(LevelComparison comparison) => comparison.Anova switch
    {
        null => "",
        { P: < Significant } anova =>
            $"The levels differ (F = {Say.Fixed(anova.F, 2)}, p = {Figures.Probability(anova.P)}), and explain {Say.Share(anova.EtaSquared)} of the variance: {Size(anova.EtaSquared)}.",
        var anova => $"No difference between the levels is shown (F = {Say.Fixed(anova.F, 2)}, p = {Figures.Probability(anova.P)}).",
    };

    public static void Write(Html html, IEnumerable<LevelComparison> comparisons)
    {
        html.Open("div", ("class", "figures tables"));
        foreach (var comparison in comparisons)
        {
            html.Open("div");
            var what = Figures.NameOf(comparison.Measure) + (comparison.Variant.Length > 0 ? $", {comparison.Variant}" : "");
            var unit = TimeUnit.For(comparison.Levels.Max(level => level.Mean));
            var many = comparison.Levels.Any(level => level.MeanCost is > 0 and < 0.0001) ? 1_000_000 : 1;
            html.Element("h3", $"Levels compared: {what}");
            html.Table($"{what} by level", ["level", "items", $"mean ({unit.Name})", "sd", "p95", many == 1 ? "cost each" : $"cost of {Say.Count(many)}", "per second"], comparison.Levels.Select(level => (string[])
            [
                level.Level.ToString(CultureInfo.InvariantCulture), Say.Count(level.Count), Say.Fixed(unit[level.Mean], 2), Say.Fixed(unit[level.StandardDeviation], 2), Say.Fixed(unit[level.P95], 2),
                Say.Money(many * level.MeanCost), Figures.Digits(level.Throughput),
            ]));
            if (comparison.Anova is { } anova)
            {
                html.Element("p", $"One-way ANOVA: F({anova.DegreesBetween}, {Say.Count(anova.DegreesWithin)}) = {Say.Fixed(anova.F, 4)}, p = {Figures.Probability(anova.P)}, η² = {Say.Fixed(anova.EtaSquared, 4)}.");
            }

            WritePairs(html, comparison, what);
            html.Close();
        }

        html.Close();
    }

    private static void WritePairs(Html html, LevelComparison comparison, string what)
    {
        if (comparison.Pairs.Count == 0)
        {
            return;
        }

        var different = comparison.Pairs.Count(pair => pair.CorrectedP < Significant);
        html.Open("details");
        html.Element("summary", $"Welch's t-test of every pair: {different} of {comparison.Pairs.Count} differ");
        html.Table($"Pairs of levels, {what}; p corrected by Bonferroni", ["pair", "t", "degrees of freedom", "p", "corrected p", "Cohen's d", "differ"], comparison.Pairs.Select(pair => (string[])
        [
            $"{pair.A} and {pair.B}", Say.Fixed(pair.T, 3), Say.Fixed(pair.DegreesOfFreedom, 1), Figures.Probability(pair.P), Figures.Probability(pair.CorrectedP), Say.Fixed(pair.CohensD, 3),
            pair.CorrectedP < Significant ? "yes" : "no",
        ]));
        html.Close();
    }

    /// <summary>Cohen's words for η² (Statistical Power Analysis for the Behavioral Sciences, 1988).</summary>
    private static string Size(double etaSquared) => etaSquared switch
    {
        < 0.01 => "a negligible effect",
        < 0.06 => "a small effect",
        < 0.14 => "a medium effect",
        _ => "a large effect",
    };
}
