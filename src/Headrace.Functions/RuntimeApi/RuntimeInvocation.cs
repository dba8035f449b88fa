namespace Headrace.Functions.RuntimeApi;

/// <summary>One event on its way through a runtime: what <c>/next</c> hands out, and how it ended.</summary>
/// <param name="clientContext">JSON, or null.</param>
public sealed class RuntimeInvocation(
    string requestId, ReadOnlyMemory<byte> payload, string invokedArn, DateTimeOffset deadline, string traceId, string? clientContext)
{
    // Continuations run inline on purpose: the thread that read the runtime's answer carries it on to the caller.
    private readonly TaskCompletionSource<RuntimeAnswer> _answer = new();

    public string RequestId { get; } = requestId;

    public ReadOnlyMemory<byte> Payload { get; } = payload;

    public string InvokedArn { get; } = invokedArn;

    public DateTimeOffset Deadline { get; } = deadline;

    public string TraceId { get; } = traceId;

    public string? ClientContext { get; } = clientContext;

    /// <summary>Whether the runtime was given the event. Until then another environment can run it.</summary>
    public bool IsDelivered { get; internal set; }

    public Task<RuntimeAnswer> Answer => _answer.Task;

    /// <summary>The first answer counts.</summary>
    public bool TryAnswer(RuntimeAnswer answer) => _answer.TrySetResult(answer);
}

public enum AnswerKind
{
    /// <summary><c>/response</c>.</summary>
    Response,

    /// <summary><c>/error</c>, or an error in a streamed response's trailers.</summary>
    Error,

    /// <summary>The response is longer than <see cref="RuntimeSession.LongestResponse"/>.</summary>
    TooLarge,

    /// <summary>The response's body broke off.</summary>
    Truncated,

    /// <summary><c>/init/error</c>.</summary>
    InitError,

    /// <summary>The process ended.</summary>
    Exited,

    /// <summary>The time is up.</summary>
    TimedOut,
}

/// <param name="Body">What the runtime sent.</param>
/// <param name="ErrorType"><c>Lambda-Runtime-Function-Error-Type</c>, or the platform's own: <c>Runtime.ExitError</c>.</param>
/// <param name="Reason">Why the process ended or could not start, as AWS says it after <c>RequestId: … Error: </c>.</param>
public readonly record struct RuntimeAnswer(AnswerKind Kind, ReadOnlyMemory<byte> Body = default, string? ErrorType = null, string? Reason = null);
