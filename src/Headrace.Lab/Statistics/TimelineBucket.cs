namespace Headrace.Lab.Statistics;

/// <summary>A slice of the run; at most some hundreds of them, of equal length. An item belongs to the slice in which it was last seen.</summary>
/// <param name="Start">Its first moment.</param>
/// <param name="Seconds">Its length.</param>
/// <param name="Rate">Finished per second, with success or without.</param>
/// <param name="P50">Of the responses that ended in it, milliseconds; not a number where none did. So the other percentiles.</param>
/// <param name="InFlight">Items between intended start and last sight, mean.</param>
/// <param name="Concurrency">Function executions at once, mean; not a number in a run without durations.</param>
/// <param name="QueueAge">Mean, milliseconds.</param>
/// <param name="Failed">All that did not succeed; those of which nothing was seen in the slice of their start.</param>
/// <param name="MaxMemoryUsed">MB, the largest.</param>
public sealed record TimelineBucket(
    DateTimeOffset Start, double Seconds, long Items, double Rate, double P50, double P95, double Max, double InFlight, double Concurrency,
    double QueueAge, long Failed, long Cold, double MaxMemoryUsed);
