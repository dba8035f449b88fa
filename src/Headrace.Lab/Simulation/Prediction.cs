namespace Headrace.Lab.Simulation;

/// <summary>What the model says of one number of sites. Every arrival ends once: succeeded, failed, throttled or dropped.</summary>
/// <param name="Throttled">Given up because of throttles: a synchronous caller's 429.</param>
/// <param name="Dropped">Asynchronous events that grew too old in the queue.</param>
/// <param name="Throttles">Refused attempts, retried or not.</param>
/// <param name="Cold">Invocations that waited for a new environment.</param>
/// <param name="PeakConcurrency">Invocations at once.</param>
/// <param name="Span">Seconds from the first arrival to the last end.</param>
/// <param name="Throughput">Succeeded per second of <paramref name="Span"/>.</param>
/// <param name="Mean">Milliseconds from arrival to end, of those that succeeded; so are the percentiles.</param>
/// <param name="CostPerItem">US dollars of Lambda; not a number where the memory size is unknown.</param>
public sealed record Prediction(
    int Sites, long Arrivals, long Succeeded, long Failed, long Throttled, long Dropped, long Throttles, long Cold,
    int PeakEnvironments, int PeakConcurrency, double Span, double Throughput,
    double Mean, double P50, double P95, double P99, double Max, double CostPerItem, IReadOnlyList<ConcurrencyPoint> Timeline)
{
    /// <summary>How the sites are laid out, as the run's variant names it; empty: there is one way.</summary>
    public string Variant { get; init; } = "";
}

/// <param name="Second">Since the first arrival.</param>
/// <param name="Running">Invocations in environments.</param>
/// <param name="Environments">Starting, idle and working.</param>
/// <param name="Waiting">Invocations without one: queued, backing off, waiting for a start.</param>
public sealed record ConcurrencyPoint(double Second, int Running, int Environments, int Waiting);
