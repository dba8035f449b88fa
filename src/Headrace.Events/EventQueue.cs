using Headrace.Ledger;

namespace Headrace.Events;

/// <summary>The durable asynchronous queue in front of the functions.</summary>
/// <remarks>CONTRACT (first sketch): the room's owner completes it.</remarks>
public sealed partial class EventQueue
{
    /// <summary>Adds an event to the transaction that causes it; the dispatcher wakes when it commits.</summary>
    public void Enqueue(LedgerTransaction transaction, QueuedEvent queued) => throw new NotImplementedException();

    /// <summary>Adds an event in a transaction of its own (Invoke with InvocationType=Event); returns once it is on disk.</summary>
    public Task EnqueueAsync(QueuedEvent queued, CancellationToken cancellationToken) => throw new NotImplementedException();
}

/// <param name="FunctionArn">Qualified as it was asked for.</param>
/// <param name="RequestId">A UUID; the invocation's request id over all its attempts.</param>
public sealed record QueuedEvent(string FunctionArn, string RequestId, ReadOnlyMemory<byte> Payload, string? TraceId = null, string? ClientContext = null);
