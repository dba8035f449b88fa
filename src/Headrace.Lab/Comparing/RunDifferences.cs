using System.Globalization;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Comparing;

/// <summary>What else differs between two runs, a sentence each: a change of a figure may come from there.</summary>
internal static class RunDifferences
{
    public static IEnumerable<string> Between(ComparedRun a, ComparedRun b)
    {
        var (runA, runB) = (a.Summary.Run, b.Summary.Run);
        var (totalsA, totalsB) = (a.Summary.Totals, b.Summary.Totals);
        foreach (var side in new[] { a, b })
        {
            if (!side.HasItems)
            {
                yield return $"{side.Name} is only a summary: of both runs, means and p95 are tested by the intervals that the summaries state, the other percentiles not at all";
            }

            if (side.Summary.Totals.Items == 0)
            {
                yield return $"{side.Name} has no items";
            }

            if (side.Summary.Run.Generator is { WasBottleneck: true } generator)
            {
                yield return $"in {side.Name} the generator was the bottleneck: {generator.Sentence}";
            }

            if (side.Summary.Totals is { Items: > 0 } totals && totals.Items - totals.Succeeded > 0.05 * totals.Items)
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture, $"of {side.Name} only {100.0 * totals.Succeeded / totals.Items:0.0} % succeeded: its responses are of those alone");
            }
        }

        foreach (var (what, ofA, ofB) in new (string, string?, string?)[]
        {
            ("kind", runA.Kind, runB.Kind),
            ("endpoint", runA.Endpoint, runB.Endpoint),
            ("region", runA.Region, runB.Region),
            ("machine", $"{runA.Machine?.Processor}, {runA.Machine?.Cores} cores", $"{runB.Machine?.Processor}, {runB.Machine?.Cores} cores"),
            ("levels", Groups(a, ofLevels: true), Groups(b, ofLevels: true)),
            ("variants", Groups(a, ofLevels: false), Groups(b, ofLevels: false)),
        })
        {
            if (ofA != ofB)
            {
                yield return $"their {what} differ{(what.EndsWith('s') ? "" : "s")}: {Text(ofA)} against {Text(ofB)}";
            }
        }

        if (runA.Plan != runB.Plan)
        {
            yield return "their plans differ";
        }

        if (Math.Abs(totalsA.Items - totalsB.Items) > 0.1 * Math.Max(totalsA.Items, totalsB.Items))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"their sizes differ: {totalsA.Items:#,0} items against {totalsB.Items:#,0}");
        }

        var (coldA, coldB) = (ColdShare(totalsA), ColdShare(totalsB));
        if (Math.Abs(coldA - coldB) > 0.05)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{100 * coldA:0} % cold against {100 * coldB:0} %: compare cold and warm apart (p95[cold], p95[warm])");
        }
    }

    private static double ColdShare(Totals totals) => totals.Cold + totals.Warm == 0 ? double.NaN : (double)totals.Cold / (totals.Cold + totals.Warm);

    private static string Groups(ComparedRun run, bool ofLevels) => string.Join(", ", run.Summary.Distributions.Select(row => row.Group).Distinct().Where(group =>
        group.Length > 0 && (ofLevels ? group.StartsWith("level=", StringComparison.Ordinal) && !group.Contains(' ', StringComparison.Ordinal) : !group.StartsWith("level=", StringComparison.Ordinal))));

    private static string Text(string? text) => string.IsNullOrEmpty(text) ? "none" : text;
}
