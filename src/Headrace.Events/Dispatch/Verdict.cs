namespace Headrace.Events.Dispatch;

/// <summary>What becomes of an event after an attempt, or instead of one.</summary>
/// <param name="Attempts">How often the function has run for the event.</param>
/// <param name="Condition">The destination record's word when the event is over; null when it is to be tried again, or silently dropped.</param>
/// <param name="RetryAt">Unix ms of the next attempt; null when the event is over.</param>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html</remarks>
internal sealed record Verdict(int Attempts, string? Condition, long? RetryAt = null, int Throttles = 0)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SecondRetry = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(5);

    /// <summary>Our own word: AWS does not say what its record says of a loop that it stopped.</summary>
    public const string Recursion = "RecursiveInvocationDetected";

    /// <summary>AWS stops a loop at about this many passes.</summary>
    private const int MostPasses = 16;

    public bool IsSuccess => Condition == "Success";

    /// <summary>Why an event is over before it is tried (again); null when it may be tried.</summary>
    /// <param name="policy">Null when the function is gone.</param>
    /// <param name="now">Unix ms.</param>
    public static Verdict? BeforeAttempt(WaitingEvent waiting, AsyncInvokePolicy? policy, long now, double timeScale)
    {
        if (policy is null)
        {
            return Gone(waiting.Attempts);
        }

        if (policy.IsConcurrencyZero)
        {
            return new Verdict(waiting.Attempts, "ZeroReservedConcurrency");
        }

        if (waiting.Passes >= MostPasses)
        {
            return new Verdict(waiting.Attempts, Recursion);
        }

        return now >= Deadline(waiting, policy, timeScale) ? new Verdict(waiting.Attempts, "EventAgeExceeded") : null;
    }

    /// <param name="policy">As it is now; null when the function is gone.</param>
    /// <param name="now">Unix ms.</param>
    public static Verdict After(AttemptEnd end, WaitingEvent waiting, AsyncInvokePolicy? policy, long now, double timeScale)
    {
        var ran = waiting.Attempts + 1;
        if (end == AttemptEnd.Succeeded)
        {
            return new Verdict(ran, "Success");
        }

        if (policy is null || end == AttemptEnd.NotFound)
        {
            return Gone(waiting.Attempts);
        }

        var deadline = Deadline(waiting, policy, timeScale);
        if (end == AttemptEnd.Throttled)
        {
            var backOff = Math.Min(Math.ScaleB(1, Math.Min(waiting.Throttles, 16)), LongestBackOff.TotalSeconds);
            var again = now + Scaled(TimeSpan.FromSeconds(backOff), timeScale);
            return new Verdict(waiting.Attempts, Condition: null, Math.Min(again, Math.Max(deadline, now)), waiting.Throttles + 1);
        }

        if (ran > policy.MaximumRetryAttempts)
        {
            return new Verdict(ran, "RetriesExhausted");
        }

        // Recorded: an event whose next retry would come after its maximum age ends at once, with the answer of the attempt it had.
        var retry = now + Scaled(ran == 1 ? FirstRetry : SecondRetry, timeScale);
        return retry > deadline ? new Verdict(ran, "EventAgeExceeded") : new Verdict(ran, Condition: null, retry);
    }

    private static Verdict Gone(int attempts) => new(attempts, Condition: null);

    private static long Deadline(WaitingEvent waiting, AsyncInvokePolicy policy, double timeScale) =>
        waiting.QueuedAt + Scaled(policy.MaximumEventAge, timeScale);

    private static long Scaled(TimeSpan wait, double timeScale) => Math.Max(1, (long)(wait.TotalMilliseconds * timeScale));
}
