using Headrace.Events.Dispatch;
using Headrace.Store;
using Headrace.Wire.Events;
using Headrace.Wire.Lambda;
using Microsoft.Extensions.Logging;

namespace Headrace.Events.Destinations;

/// <summary>Sends what an ended event asks for: the invocation record to its destination, the raw event to its dead-letter target.</summary>
/// <remarks>
/// Buckets have theirs before the event leaves the queue; functions get theirs through the queue, in the transaction in which the event leaves it.
/// A delivery that fails is counted and logged, and does not keep the event: so does AWS.
/// </remarks>
internal sealed partial class DestinationDelivery(IFunctionPort functions, ObjectStore store, QueueMetrics metrics, TimeProvider time, ILogger logger)
{
    /// <summary>AWS's limit of an asynchronous payload.</summary>
    private const int MostPayloadBytes = 1024 * 1024;

    private const string BucketPrefix = "arn:aws:s3:::";

    /// <returns>The events to queue for destinations that are functions.</returns>
    public async Task<IReadOnlyList<QueuedEvent>> DeliverAsync(WaitingEvent waiting, Verdict verdict, AttemptOutcome? outcome)
    {
        var queued = waiting.Event;
        if (!verdict.IsSuccess)
        {
            metrics.Dropped(queued.FunctionArn);
            if (verdict.Condition == Verdict.Recursion)
            {
                metrics.RecursionStopped(queued.FunctionArn);
            }

            LogDropped(logger, queued.RequestId, queued.FunctionArn, verdict.Condition ?? "the function does not exist");
        }

        if (verdict.Condition is null || functions.PolicyOf(queued.FunctionArn) is not { } policy)
        {
            return [];
        }

        var consequences = new List<QueuedEvent>();
        if ((verdict.IsSuccess ? policy.OnSuccess : policy.OnFailure) is { } destination &&
            !await TrySendRecordAsync(destination, waiting, verdict, outcome, consequences))
        {
            metrics.DestinationFailed(queued.FunctionArn);
        }

        if (!verdict.IsSuccess && policy.DeadLetterTarget is { } target && !await TrySendDeadLetterAsync(target, waiting, verdict, outcome, consequences))
        {
            metrics.DeadLetterFailed(queued.FunctionArn);
        }

        return consequences;
    }

    private async Task<bool> TrySendRecordAsync(string destination, WaitingEvent waiting, Verdict verdict, AttemptOutcome? outcome, List<QueuedEvent> consequences)
    {
        var queued = waiting.Event;
        var now = time.GetUtcNow();
        var qualifiedArn = FunctionReference.Parse(queued.FunctionArn)?.Qualifier is null ? $"{queued.FunctionArn}:$LATEST" : queued.FunctionArn;
        var response = outcome is { End: AttemptEnd.Succeeded or AttemptEnd.FunctionError }
            ? new DestinationResponse(outcome.ExecutedVersion, outcome.FunctionError, outcome.Payload)
            : null;
        var record = new DestinationRecord(now, queued.RequestId, qualifiedArn, verdict.Condition!, verdict.Attempts, queued.Payload, response).ToJson();
        if (destination.StartsWith(BucketPrefix, StringComparison.Ordinal))
        {
            return await TryPutAsync(
                new BucketDelivery(destination[BucketPrefix.Length..], BucketDelivery.RecordKey(NameOf(queued), now), "application/json", record, []), queued);
        }

        return TryQueue(new QueuedEvent(destination, NewRequestId(), record, queued.TraceId), queued, consequences);
    }

    private async Task<bool> TrySendDeadLetterAsync(string target, WaitingEvent waiting, Verdict verdict, AttemptOutcome? outcome, List<QueuedEvent> consequences)
    {
        var queued = waiting.Event;
        var attributes = outcome is { End: AttemptEnd.FunctionError }
            ? DeadLetterAttributes.OfFunctionError(queued.RequestId, outcome.Payload.Span)
            : new DeadLetterAttributes(queued.RequestId, 429, verdict.Condition == Verdict.Recursion ? "Recursive invocation detected." : "Rate Exceeded.");
        if (target.StartsWith(BucketPrefix, StringComparison.Ordinal))
        {
            var key = BucketDelivery.DeadLetterKey(NameOf(queued), queued.RequestId, time.GetUtcNow());
            return await TryPutAsync(new BucketDelivery(target[BucketPrefix.Length..], key, "application/octet-stream", queued.Payload, [.. attributes.Named]), queued);
        }

        return TryQueue(new QueuedEvent(target, NewRequestId(), queued.Payload, queued.TraceId, attributes.ToClientContext()), queued, consequences);
    }

    private bool TryQueue(QueuedEvent consequence, QueuedEvent cause, List<QueuedEvent> consequences)
    {
        if (!functions.Exists(consequence.FunctionArn))
        {
            LogUndelivered(logger, cause.RequestId, consequence.FunctionArn, "there is no such function");
            return false;
        }

        if (consequence.Payload.Length > MostPayloadBytes)
        {
            LogUndelivered(logger, cause.RequestId, consequence.FunctionArn, "the record is larger than an event may be");
            return false;
        }

        consequences.Add(consequence);
        return true;
    }

    private async Task<bool> TryPutAsync(BucketDelivery delivery, QueuedEvent cause)
    {
        try
        {
            await delivery.PutAsync(store, CancellationToken.None);
            return true;
        }
        catch (Exception failure) when (failure is StoreException or IOException)
        {
            LogUndelivered(logger, cause.RequestId, BucketPrefix + delivery.Bucket, failure.Message);
            return false;
        }
    }

    private static string NameOf(QueuedEvent queued) => FunctionReference.Parse(queued.FunctionArn)?.Name ?? queued.FunctionArn;

    private static string NewRequestId() => Guid.NewGuid().ToString();

    [LoggerMessage(3010, LogLevel.Warning, "Event {RequestId} for {Function} was dropped: {Reason}")]
    private static partial void LogDropped(ILogger logger, string requestId, string function, string reason);

    [LoggerMessage(3011, LogLevel.Warning, "The record of event {RequestId} could not be delivered to {Destination}: {Reason}")]
    private static partial void LogUndelivered(ILogger logger, string requestId, string destination, string reason);
}
