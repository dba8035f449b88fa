using System.Globalization;
using Headrace.Lab.Records;

namespace Headrace.Lab.Load;

/// <summary>Whether a run measured the system or its own generator.</summary>
/// <remarks>
/// Every latency begins at the intended moment, so that a late generator is in the figures and cannot hide. They are the system's as long as it is a small part of
/// them: each percentile is held against what it would be from the moment of sending. A caller who waits for his answer is never late by this; what shows a
/// generator of many such callers at its end is the processor.
/// </remarks>
internal static class Verdicts
{
    /// <summary>The share of a percentile that may be the generator's lateness.</summary>
    private const double Share = 0.1;

    /// <summary>Milliseconds: what function logs, which a run is joined with, can tell apart.</summary>
    private const double Resolution = 1;

    /// <summary>Of all cores.</summary>
    private const double MostProcessor = 0.9;

    /// <param name="processorShare">Of one core.</param>
    public static GeneratorVerdict Of(LiveSnapshot figures, double processorShare, int cores)
    {
        var worst = figures.Quantiles.Where(quantile => quantile.Lateness > Resolution).OrderByDescending(quantile => quantile.Share).FirstOrDefault();
        var (isLate, isBusy) = (worst.Share > Share, processorShare > MostProcessor * cores);
        var lag = string.Create(CultureInfo.InvariantCulture, $"lag p50 {figures.LagP50:0.000} ms, p99 {figures.LagP99:0.000} ms, max {figures.LagMax:0.000} ms; {processorShare:0.00} of {cores} cores");
        var sentence = figures.Ended == 0 ? "nothing was sent"
            : isLate ? string.Create(CultureInfo.InvariantCulture, $"the generator was the bottleneck: {worst.Share:P0} of the response at p{worst.Percent:0.#}, {worst.Lateness:0.#} of {worst.Response:0.#} ms, is that it sent late ({lag})")
            : isBusy ? $"the generator was the bottleneck: it used up the processor ({lag})"
            : $"the generator kept up ({lag})";
        return new GeneratorVerdict(figures.LagP50, figures.LagP99, figures.LagMax, processorShare, isLate || isBusy, sentence);
    }
}
