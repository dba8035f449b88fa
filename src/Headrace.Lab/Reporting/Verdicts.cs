using Headrace.Lab.Records;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Reporting;

/// <summary>What a reader with one minute must know, worst first.</summary>
internal static class Verdicts
{
    public enum Tone
    {
        Bad,
        Attention,
        Good,
        Plain,
    }

    public static IReadOnlyList<(Tone Tone, string Sentence)> Of(RunSummary summary)
    {
        var (run, totals) = (summary.Run, summary.Totals);
        var verdicts = new List<(Tone Tone, string Sentence)>();
        if (run.Generator is { } generator)
        {
            verdicts.Add((generator.WasBottleneck ? Tone.Bad : Tone.Good, generator.Sentence));
        }

        var share = totals.Items > 0 ? totals.Succeeded / (double)totals.Items : 0;
        verdicts.Add((share == 1 ? Tone.Good : share >= 0.95 ? Tone.Attention : Tone.Bad, Success(totals)));
        if (run.Stopped.Length > 0 && run.Stopped != "done")
        {
            verdicts.Add((Tone.Attention, $"It stopped early: {run.Stopped}."));
        }
        else if (run.Ended is null && run.Kind == "measured")
        {
            verdicts.Add((Tone.Attention, "It did not end by itself: what was written until then is here."));
        }

        if (summary.Bottleneck is { } bottleneck)
        {
            verdicts.Add((Tone.Plain, bottleneck.Sentence));
        }

        if (Starts(summary) is { } starts)
        {
            verdicts.Add((Tone.Plain, starts));
        }

        return [.. verdicts.OrderBy(verdict => verdict.Tone)];
    }

    public static string Success(Totals totals)
    {
        if (totals.Items == 0)
        {
            return "Nothing was measured.";
        }

        if (totals.Succeeded == totals.Items)
        {
            return $"All {Say.Count(totals.Items, "item", "items")} succeeded.";
        }

        (long Number, ItemStatus Status)[] others = [(totals.Failed, ItemStatus.Failed), (totals.Throttled, ItemStatus.Throttled), (totals.TimedOut, ItemStatus.TimedOut), (totals.Lost, ItemStatus.Lost)];
        var named = others.Where(other => other.Number > 0).Select(other => $"{Say.Count(other.Number)} {Figures.NameOf(other.Status)}").ToList();
        return $"{Say.Share(totals.Succeeded / (double)totals.Items)} of {Say.Count(totals.Items, "item", "items")} succeeded; {Say.List(named)}.";
    }

    private static string? Starts(RunSummary summary)
    {
        var (cold, warm) = (summary.Totals.Cold, summary.Totals.Warm);
        if (cold + warm == 0)
        {
            return null;
        }

        if (warm == 0)
        {
            return "Every start was cold.";
        }

        if (cold == 0)
        {
            return "Every start was warm.";
        }

        var share = $"{Say.Share(cold / (double)(cold + warm))} of the starts were cold";
        return Measures.Of(summary, Measure.Response, Population.Cold) is { } slow && Measures.Of(summary, Measure.Response, Population.Warm) is { P50: > 0 } fast
            ? $"{share}: median response {Say.Duration(slow.P50)}, {Figures.Digits(slow.P50 / fast.P50)} times the warm {Say.Duration(fast.P50)}."
            : $"{share}.";
    }
}
