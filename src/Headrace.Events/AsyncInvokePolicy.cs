namespace Headrace.Events;

/// <summary>What the queue needs to know of a function's asynchronous invocations (PutFunctionEventInvokeConfig, DeadLetterConfig).</summary>
/// <param name="MaximumRetryAttempts">0 to 2, default 2: retries after function errors.</param>
/// <param name="MaximumEventAge">60 s to 6 h, default 6 h.</param>
/// <param name="OnSuccess">Destination ARN, or null.</param>
/// <param name="OnFailure">Destination ARN, or null.</param>
/// <param name="DeadLetterTarget">ARN, or null.</param>
/// <param name="IsConcurrencyZero">Reserved concurrency is 0: the event goes straight to its failure destination.</param>
public sealed record AsyncInvokePolicy(
    int MaximumRetryAttempts, TimeSpan MaximumEventAge, string? OnSuccess, string? OnFailure, string? DeadLetterTarget, bool IsConcurrencyZero);
