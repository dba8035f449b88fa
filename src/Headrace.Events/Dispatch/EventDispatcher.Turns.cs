using Headrace.Ledger;

namespace Headrace.Events.Dispatch;

/// <summary>Whose event is next: all of it on the dispatcher's loop.</summary>
public sealed partial class EventDispatcher
{
    /// <summary>One event for each function in turn, the one that has waited longest first, until no function has both work and room.</summary>
    /// <remarks>
    /// First, a function whose invocation has just ended may take its room again, for a while: where functions share a machine's memory, handing
    /// the room on at once would cost a warm environment with every event.
    /// </remarks>
    private void TakeTurns()
    {
        var now = Now();
        _isBlocked = _awaitsLaunches = false;

        // Only here: while turns are taken it must not change, or a lane could find room that one before it in turn did not.
        _launching -= Interlocked.Exchange(ref _launched, 0);
        foreach (var lane in _turns)
        {
            lane.IsBlocked = false;
            lane.WakeIfDue(now);
        }

        foreach (var lane in _freed)
        {
            if (lane.Run < LongestRun && now - lane.RunBegan < LongestRunMilliseconds && TakeOne(lane, now))
            {
                lane.Run++;
            }
        }

        _freed.Clear();
        var mayBeginAgain = true;
        for (var i = 0; i < _turns.Count;)
        {
            var lane = _turns[i];
            if (mayBeginAgain && HasRoomSince(lane, i))
            {
                mayBeginAgain = false;
                i = 0;
            }
            else if (TakeOne(lane, now))
            {
                lane.Run = 0;
                lane.RunBegan = now;
                _turns.RemoveAt(i);
                _turns.Add(lane);
                mayBeginAgain = true;
            }
            else if (lane.IsEmpty)
            {
                _turns.RemoveAt(i);
                _lanes.Remove(lane.FunctionId);
            }
            else
            {
                i++;
            }
        }
    }

    /// <summary>
    /// Whether this lane has room where those before it had none. An invocation may have ended since they were asked: then they are to be asked again,
    /// or who comes later in turn would take what they have waited for.
    /// </summary>
    private bool HasRoomSince(Lane lane, int index)
    {
        if (!_isBlocked || lane.IsBlocked || RoomFor(lane) <= 0)
        {
            return false;
        }

        var anyBlocked = false;
        foreach (var earlier in _turns.Take(index))
        {
            anyBlocked |= earlier.IsBlocked;
            earlier.IsBlocked = false;
        }

        return anyBlocked;
    }

    /// <summary>Starts, or settles, the lane's next event; false when it has none, or no room.</summary>
    private bool TakeOne(Lane lane, long now)
    {
        if (lane.IsBlocked || Volatile.Read(ref _running) >= _options.MaximumConcurrency || (lane.Ready.Count == 0 && !(lane.HasMore && Load(lane))))
        {
            return false;
        }

        if (Verdict.BeforeAttempt(lane.Ready.Peek(), _functions.PolicyOf(lane.FunctionArn), now, _options.TimeScale) is { } verdict)
        {
            Interlocked.Increment(ref _running);
            _ = SettleAsync(lane, lane.Ready.Dequeue(), verdict);
            return true;
        }

        if (!HasRoom(lane))
        {
            // While turns are taken room only shrinks: not asked again before the next time.
            _isBlocked = lane.IsBlocked = true;
            return false;
        }

        _roomPoll = FirstRoomPoll;
        Interlocked.Increment(ref _running);
        _launching++;

        // On another thread: what starting an environment costs must not hold up the other functions.
        ThreadPool.UnsafeQueueUserWorkItem(static start => _ = start.Self.AttemptAsync(start.Lane, start.Waiting), (Self: this, Lane: lane, Waiting: lane.Ready.Dequeue()), preferLocal: false);
        return true;
    }

    /// <summary>Reads what there is room for; at least one, so that its age is watched.</summary>
    private bool Load(Lane lane)
    {
        EventPage page;
        try
        {
            page = _queue.ReadPage(lane.FunctionId, lane.FunctionArn, lane.Taken.Contains, Math.Clamp(RoomFor(lane), 1, MostReadyPerLane), MostPageBytes);
        }
        catch (LedgerException failure)
        {
            LogReadFailed(_logger, failure, lane.FunctionArn);
            _isBlocked = lane.IsBlocked = true;
            return false;
        }

        lane.HasMore = page.HasMore;
        if (page.NextDue is { } due)
        {
            lane.WakeAt(due);
        }

        foreach (var waiting in page.Events)
        {
            lane.Hold(waiting);
        }

        return lane.Ready.Count > 0;
    }

    /// <summary>Functions share room, so whatever is on its way to any of them counts.</summary>
    private int RoomFor(Lane lane) => _functions.RoomFor(lane.FunctionArn) - _launching;

    private bool HasRoom(Lane lane)
    {
        var room = _functions.RoomFor(lane.FunctionArn);
        if (room > _launching)
        {
            return true;
        }

        if (room > 0)
        {
            // It has, or had, only what others are on their way to take. Told before the number is looked at: whoever raises it looks here afterwards.
            _awaitsLaunches = true;
            Interlocked.MemoryBarrier();
            if (_launched > 0)
            {
                Wake();
            }
        }

        return false;
    }
}
