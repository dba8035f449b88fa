namespace Headrace.Events;

/// <param name="HasMore">More events are due than were read.</param>
/// <param name="NextDue">Unix ms when the next one is due; null when none is known.</param>
internal sealed record EventPage(IReadOnlyList<WaitingEvent> Events, bool HasMore, long? NextDue);
