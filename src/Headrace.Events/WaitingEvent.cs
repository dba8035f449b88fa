using Headrace.Wire.Events;

namespace Headrace.Events;

/// <summary>One row of the queue.</summary>
/// <param name="Sequence">Its key: the order of arrival.</param>
/// <param name="QueuedAt">Unix ms; the event's age counts from here.</param>
/// <param name="Due">Unix ms; not to be attempted earlier.</param>
/// <param name="Attempts">How often the function has run for it.</param>
/// <param name="Throttles">How often it was turned away since it last ran.</param>
internal sealed record WaitingEvent(long Sequence, long FunctionId, QueuedEvent Event, long QueuedAt, long Due, int Attempts, int Throttles)
{
    /// <summary>How often the chain of events that it belongs to has come back to its function. Reckoned once: an event may wait for room, and be looked at, for long.</summary>
    public int Passes { get; } = TraceLineage.Passes(Event.TraceId, Event.FunctionArn);
}
