using System.Diagnostics;
using Headrace.Events.Destinations;
using Headrace.Telemetry.Traces;
using Microsoft.Extensions.Logging;

namespace Headrace.Events.Dispatch;

/// <summary>One event, from its start until what became of it is on disk.</summary>
internal sealed partial class Attempts(
    EventQueue queue, IFunctionPort functions, DestinationDelivery destinations, Retirements retirements, QueueMetrics metrics, double timeScale, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMinutes(1);

    /// <summary>Runs the function once and retires or postpones the event.</summary>
    /// <param name="launched">Called once the functions have counted the invocation.</param>
    /// <param name="ended">Called when the function's room is free again; what became of the event is still to be written.</param>
    /// <returns>Unix ms of the next attempt, or null.</returns>
    public async Task<long?> RunAsync(WaitingEvent waiting, Action launched, Action ended, CancellationToken abandoned)
    {
        metrics.Age(waiting.Event.FunctionArn, Now() - waiting.QueuedAt);
        var invocation = InvokeAsync(waiting.Event, abandoned);
        launched();
        var outcome = await invocation;
        ended();
        if (abandoned.IsCancellationRequested && outcome.End != AttemptEnd.Succeeded)
        {
            // The engine is going down under it: no verdict, the row stays as it is.
            return null;
        }

        var verdict = Verdict.After(outcome.End, waiting, functions.PolicyOf(waiting.Event.FunctionArn), Now(), timeScale);
        return await SettleAsync(waiting, verdict, outcome);
    }

    /// <param name="outcome">Null when the function did not run.</param>
    /// <returns>Unix ms when the event is to be looked at again, or null.</returns>
    public async Task<long?> SettleAsync(WaitingEvent waiting, Verdict verdict, AttemptOutcome? outcome)
    {
        try
        {
            if (verdict.RetryAt is { } due)
            {
                await retirements.RetireAsync(
                    transaction => EventQueue.Postpone(transaction, waiting.Sequence, due, verdict.Attempts, verdict.Throttles), isPatient: true);
                return due;
            }

            var consequences = await destinations.DeliverAsync(waiting, verdict, outcome);
            await retirements.RetireAsync(
                transaction =>
                {
                    EventQueue.Delete(transaction, waiting.Sequence);
                    foreach (var consequence in consequences)
                    {
                        queue.Enqueue(transaction, consequence);
                    }
                },
                isPatient: consequences.Count == 0);
            return null;
        }
#pragma warning disable CA1031 // The loop must hear that the event is off its hands; its row is there still.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogSettleFailed(logger, failure, waiting.Event.RequestId, waiting.Event.FunctionArn);
            return Now() + (long)(PauseAfterFailure.TotalMilliseconds * timeScale);
        }
    }

    private async Task<AttemptOutcome> InvokeAsync(QueuedEvent queued, CancellationToken abandoned)
    {
        using var span = Tracing.Start("event", ActivityKind.Consumer, queued.TraceId);
        if (span is not null)
        {
            span.SetTag("faas.invoked_name", queued.FunctionArn).SetTag("messaging.message.id", queued.RequestId);
            queued = queued with { TraceId = Tracing.Header(span, queued.TraceId) };
        }

        try
        {
            // Not waited for once it is abandoned, whether it heeds that or not.
            var invocation = new AsyncInvocation(queued.FunctionArn, queued.RequestId, queued.Payload, queued.TraceId, queued.ClientContext);
            return await functions.InvokeAsync(invocation, abandoned).WaitAsync(abandoned);
        }
#pragma warning disable CA1031 // Not the function's doing: a fault of the system, so the event goes back to the queue, as AWS does with its own 5xx.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            if (!abandoned.IsCancellationRequested)
            {
                LogInvokeFailed(logger, failure, queued.RequestId, queued.FunctionArn);
            }

            return new AttemptOutcome(AttemptEnd.Throttled, null, "$LATEST", default);
        }
    }

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();

    [LoggerMessage(3003, LogLevel.Error, "The attempt at event {RequestId} for {Function} failed in the engine; it stays queued")]
    private static partial void LogInvokeFailed(ILogger logger, Exception failure, string requestId, string function);

    [LoggerMessage(3004, LogLevel.Error, "What became of event {RequestId} for {Function} could not be written; it stays queued")]
    private static partial void LogSettleFailed(ILogger logger, Exception failure, string requestId, string function);
}
