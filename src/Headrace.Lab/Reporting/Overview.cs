using Headrace.Lab.Statistics;

namespace Headrace.Lab.Reporting;

/// <summary>The top of the page, for a reader with one minute: what ran, what to know, the numbers.</summary>
internal static class Overview
{
    public static void WriteHeader(Html html, RunSummary summary, RunFacts facts)
    {
        var run = summary.Run;
        html.Open("header");
        html.Element("p", $"Lab report · {run.Kind}", ("class", "kicker"));
        html.Element("h1", run.Name);
        html.Element("p", WhatRan(summary, facts), ("class", "lead"));
        html.Close();
    }

    public static void Write(Html html, RunSummary summary)
    {
        html.Open("section", ("id", "overview"), ("aria-labelledby", "overview-title"));
        html.Element("h2", "In one minute", ("id", "overview-title"));
        WriteVerdicts(html, summary);
        WriteNumbers(html, summary);
        LatencyTable.Write(html, summary);
        html.Close();
    }

    private static string WhatRan(RunSummary summary, RunFacts facts)
    {
        var (run, totals) = (summary.Run, summary.Totals);
        var parts = new List<string> { Say.Count(totals.Items, "item", "items") };
        if (facts.Sites > 0)
        {
            parts.Add(Say.Count(facts.Sites, "site", "sites"));
        }

        if (facts.Functions > 0)
        {
            parts.Add(Say.Count(facts.Functions, "function", "functions"));
        }

        if (facts.Levels.Count > 1)
        {
            parts.Add($"{facts.Levels.Count} levels, {facts.Levels[0]} to {facts.Levels[^1]} at once");
        }

        if (facts.Variants.Count > 1)
        {
            parts.Add($"{facts.Variants.Count} settings");
        }

        if (double.IsFinite(totals.Span))
        {
            parts.Add(Say.Duration(1000 * totals.Span));
        }

        parts.Add(Say.Time(run.Started));
        return string.Join(" · ", parts);
    }

    private static void WriteVerdicts(Html html, RunSummary summary)
    {
        html.Open("ul", ("class", "verdicts"));
        foreach (var (tone, sentence) in Verdicts.Of(summary))
        {
            html.Open("li", ("class", tone.ToString().ToLowerInvariant()));
            if (tone != Verdicts.Tone.Plain)
            {
                html.Element("strong", tone switch { Verdicts.Tone.Bad => "Problem:", Verdicts.Tone.Attention => "Attention:", _ => "Good:" });
                html.Text(" ");
            }

            html.Text(sentence);
            html.Close();
        }

        foreach (var remark in summary.Run.Remarks)
        {
            html.Element("li", remark, ("class", "plain"));
        }

        html.Close();
    }

    private static void WriteNumbers(Html html, RunSummary summary)
    {
        var response = Measures.Of(summary, Measure.Response);
        var cost = summary.Cost?.Run.PerItem ?? Measures.Of(summary, Measure.Cost)?.Mean ?? double.NaN;
        html.Open("dl", ("class", "numbers"));
        Number("median response", Say.Duration(response?.P50 ?? double.NaN));
        Number("95 % within", Say.Duration(response?.P95 ?? double.NaN));
        Number("99 % within", Say.Duration(response?.P99 ?? double.NaN));
        Number("slowest", Say.Duration(response?.Max ?? double.NaN));
        Number("succeeded per second", Figures.Digits(summary.Totals.Throughput));
        Number($"cost of {Say.Count(Measures.Lot(cost))} items", Say.Money(Measures.Lot(cost) * cost));
        html.Close();

        void Number(string name, string value)
        {
            if (value == Figures.None)
            {
                return;
            }

            html.Open("div");
            html.Element("dt", name);
            html.Element("dd", value);
            html.Close();
        }
    }
}
