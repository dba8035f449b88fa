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

/// <summary>One attempt to run a queued event. The request id stays the same over all attempts.</summary>
public sealed record AsyncInvocation(string FunctionArn, string RequestId, ReadOnlyMemory<byte> Payload, string? TraceId, string? ClientContext);

public enum AttemptEnd
{
    /// <summary>The handler returned.</summary>
    Succeeded,

    /// <summary>The handler failed, timed out or died: counts as an attempt.</summary>
    FunctionError,

    /// <summary>No concurrency, or the system failed: back to the queue until the event is too old.</summary>
    Throttled,

    /// <summary>The function is gone.</summary>
    NotFound,
}

/// <param name="FunctionError"><c>Unhandled</c> or <c>Handled</c>, when <see cref="AttemptEnd.FunctionError"/>.</param>
public sealed record AttemptOutcome(AttemptEnd End, string? FunctionError, string ExecutedVersion, ReadOnlyMemory<byte> Payload);

/// <summary>The functions, as the events room sees them. Implemented by the room that owns them.</summary>
public interface IFunctionPort
{
    /// <summary>Whether the (possibly qualified) ARN names a function that exists.</summary>
    bool Exists(string functionArn);

    /// <summary>Whether the function's resource policy lets <paramref name="service"/> (<c>s3.amazonaws.com</c>) invoke it for that source.</summary>
    bool Allows(string functionArn, string service, string sourceArn, string sourceAccount);

    /// <summary>Null when the function is gone.</summary>
    AsyncInvokePolicy? PolicyOf(string functionArn);

    /// <summary>How many more invocations of this function could start now; the dispatcher does not take more events than that.</summary>
    int RoomFor(string functionArn);

    /// <summary>Runs once. Never throws for what the function does.</summary>
    Task<AttemptOutcome> InvokeAsync(AsyncInvocation invocation, CancellationToken cancellationToken);
}
