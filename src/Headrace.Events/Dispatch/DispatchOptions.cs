namespace Headrace.Events.Dispatch;

/// <param name="TimeScale">Multiplies every wait (retries, back-off, maximum age): 1 is AWS's, 0.001 makes a minute 60 ms.</param>
/// <param name="MaximumConcurrency">Events under way at once, over all functions: from their start until they have left the queue.</param>
public sealed record DispatchOptions(double TimeScale = 1, int MaximumConcurrency = 1000);
