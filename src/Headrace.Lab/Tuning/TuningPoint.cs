using Headrace.Lab.Costs;
using Headrace.Lab.Simulation;

namespace Headrace.Lab.Tuning;

/// <summary>What one memory size gave. Milliseconds; not a number where nothing succeeded.</summary>
/// <param name="Memory">MB.</param>
/// <param name="Cold">Invocations that were.</param>
/// <param name="ColdResponse">Mean.</param>
/// <param name="Init">Mean.</param>
/// <param name="P50">Of the response of warm invocations; so P95.</param>
/// <param name="Percentile">Of the target, or of P95 without one.</param>
/// <param name="Duration">Mean of REPORT's, warm.</param>
/// <param name="Cost">US dollars of a warm invocation, mean.</param>
/// <param name="ColdCost">US dollars of a cold one, mean.</param>
/// <param name="MaxMemoryUsed">MB.</param>
/// <param name="Failed">Invocations that did not succeed; a size with any is not chosen.</param>
/// <param name="Error">The first of them.</param>
public sealed record TuningPoint(
    int Memory, int Cold, int Warm, double ColdResponse, double Init, double P50, double P95, double Percentile, double Duration, double Cost, double ColdCost,
    int MaxMemoryUsed, int Failed, string Error)
{
    internal static TuningPoint Of(int memory, IReadOnlyList<TuningCall> calls, TuningOptions options, Calculation prices)
    {
        var factor = options.Threads is { } threads ? MeasuredTimes.SlowdownAt(memory, threads) : 1;
        var succeeded = calls.Where(call => call.Error.Length == 0).Select(call => Slowed(call, factor)).ToList();
        var (cold, warm) = (succeeded.Where(call => call.IsCold).ToList(), succeeded.Where(call => !call.IsCold).ToList());
        double[] responses = [.. warm.Select(call => call.Response).Order()];
        double Mean(List<TuningCall> of, Func<TuningCall, double> figure) => of.Count > 0 ? of.Average(figure) : double.NaN;
        double Cost(List<TuningCall> of) => Mean(of, call => prices.Invocation(memory / 1024.0, call.Billed));
        var failed = calls.Where(call => call.Error.Length > 0).Select(call => call.Error).ToList();
        return new TuningPoint(
            memory, cold.Count, warm.Count, Mean(cold, call => call.Response), Mean(cold, call => call.Init),
            Statistics.Percentile.Of(responses, 50), Statistics.Percentile.Of(responses, 95), Statistics.Percentile.Of(responses, options.Target?.Percent ?? 95),
            Mean(warm, call => call.Duration), Cost(warm), Cost(cold), succeeded.Select(call => call.MaxMemoryUsed).DefaultIfEmpty().Max(), failed.Count, failed.FirstOrDefault() ?? "");
    }

    private static TuningCall Slowed(TuningCall call, double factor)
    {
        var more = call.Duration * (factor - 1);
        return call with { Response = call.Response + more, Duration = call.Duration + more, Billed = call.Billed + Math.Ceiling(more) };
    }
}
