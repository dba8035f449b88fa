namespace Headrace.Events.Dispatch;

/// <summary>One function's share of the dispatcher: what of its events is in memory, and whether there are more on disk. Only the dispatcher's loop touches it.</summary>
internal sealed class Lane(long functionId, string functionArn)
{
    public long FunctionId { get; } = functionId;

    public string FunctionArn { get; } = functionArn;

    /// <summary>Read, and waiting for room.</summary>
    public Queue<WaitingEvent> Ready { get; } = new();

    /// <summary>Sequences that are ready or running: not to be read again.</summary>
    public HashSet<long> Taken { get; } = [];

    /// <summary>More events are due on disk, or may be.</summary>
    public bool HasMore { get; set; }

    /// <summary>Unix ms when the next event on disk falls due, when that is known.</summary>
    public long? NextDue { get; private set; }

    /// <summary>Found without room since turns were last begun.</summary>
    public bool IsBlocked { get; set; }

    /// <summary>Events started one after the other in room that the function itself had freed…</summary>
    public int Run { get; set; }

    /// <summary>…since then, in Unix ms.</summary>
    public long RunBegan { get; set; }

    public bool IsEmpty => Taken.Count == 0 && !HasMore && NextDue is null;

    public void WakeAt(long due) => NextDue = NextDue is { } earlier ? Math.Min(earlier, due) : due;

    public void WakeIfDue(long now)
    {
        if (NextDue <= now)
        {
            NextDue = null;
            HasMore = true;
        }
    }

    public void Hold(WaitingEvent waiting)
    {
        if (Taken.Add(waiting.Sequence))
        {
            Ready.Enqueue(waiting);
        }
    }

    public void Finish(WaitingEvent waiting, long? nextDue)
    {
        Taken.Remove(waiting.Sequence);
        if (nextDue is { } due)
        {
            WakeAt(due);
        }
    }
}
