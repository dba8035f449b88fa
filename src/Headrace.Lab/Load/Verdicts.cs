using System.Globalization;
using Headrace.Lab.Records;

namespace Headrace.Lab.Load;

/// <summary>Whether a run measured the system or its own generator.</summary>
internal static class Verdicts
{
    /// <summary>Milliseconds of lag that no run is failed for.</summary>
    private const double Tolerated = 5;

    /// <summary>The share of a response that may be the generator's lateness.</summary>
    private const double Share = 0.1;

    /// <summary>Of all cores.</summary>
    private const double MostProcessor = 0.9;

    /// <param name="processorShare">Of one core.</param>
    public static GeneratorVerdict Of(LiveSnapshot figures, double processorShare, int cores)
    {
        var allowed = Math.Max(Tolerated, double.IsNaN(figures.P50) ? 0 : figures.P50 * Share);
        var (isLate, isBusy) = (figures.LagP99 > allowed, processorShare > MostProcessor * cores);
        var lag = string.Create(CultureInfo.InvariantCulture, $"lag p50 {figures.LagP50:0.000} ms, p99 {figures.LagP99:0.000} ms, max {figures.LagMax:0.000} ms; {processorShare:0.00} of {cores} cores");
        var sentence = figures.Ended == 0 ? "nothing was sent"
            : isLate ? string.Create(CultureInfo.InvariantCulture, $"the generator was the bottleneck: it sent more than {allowed:0.#} ms late ({lag})")
            : isBusy ? $"the generator was the bottleneck: it used up the processor ({lag})"
            : $"the generator kept up ({lag})";
        return new GeneratorVerdict(figures.LagP50, figures.LagP99, figures.LagMax, processorShare, isLate || isBusy, sentence);
    }
}
