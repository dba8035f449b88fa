namespace Headrace.Lab.Simulation;

/// <content>The engine's own queue: an event waits in it until its function has room, and functions take turns.</content>
public sealed partial class Simulation
{
    /// <summary>The timer that asks for room again.</summary>
    private const int Poll = -1;

    private const double FirstPoll = 10;
    private const double LastPoll = 200;
    private const double LoadWindow = 100;
    private const double BusyShare = 0.9;

    private readonly Queue<int> _turns = new();
    private double _poll = FirstPoll;
    private bool _isPolling;

    // What the processors did in the last window, as the engine sees it.
    private double _lookedAt = double.NegativeInfinity;
    private double _busyThen;
    private bool _areBusy;
    private int _startable;

    private void Hold(int function, int invocation)
    {
        ref var queue = ref _functions[function].Queue;
        queue.Add(_rows, invocation);
        if (queue.Count == 1)
        {
            _turns.Enqueue(function);
        }

        TakeTurns();
    }

    /// <summary>One event of each function in turn, until none has both work and room; then room is asked for again after a while.</summary>
    private void TakeTurns()
    {
        for (var idle = 0; idle < _turns.Count;)
        {
            var function = _turns.Dequeue();
            if (_functions[function].Queue.Count == 0)
            {
                continue;
            }

            idle = TakeOne(function) ? 0 : idle + 1;
            if (_functions[function].Queue.Count > 0)
            {
                _turns.Enqueue(function);
            }
        }

        if (_turns.Count > 0 && !_isPolling)
        {
            _isPolling = true;
            Wait(Poll, _clock.Now + _poll);
            _poll = Math.Min(_poll * 2, LastPoll);
        }
    }

    private bool TakeOne(int function)
    {
        ref var state = ref _functions[function];
        if (state.Queue.Count == 0)
        {
            return false;
        }

        if (_clock.Now >= Deadline(_rows[state.Queue.First]))
        {
            Settle(ref _rows[state.Queue.Take(_rows)], Outcome.Dropped);
            return true;
        }

        if (Room(function) <= 0)
        {
            return false;
        }

        _poll = FirstPoll;
        var invocation = state.Queue.Take(_rows);
        Enter(function);
        if (_environments.Free(function) is >= 0 and var free)
        {
            Serve(invocation, free);
        }
        else
        {
            state.Waiting.Add(_rows, invocation);
            StartWaiting(function);
        }

        return true;
    }

    /// <summary>How many more events of the function it makes sense to start now.</summary>
    private int Room(int function)
    {
        ref var state = ref _functions[function];
        var count = _environments.AliveOf[function];
        var byMemory = _model.Host!.MostEnvironments - _environments.Alive + _environments.Idle;
        var startable = Math.Min(byMemory, Math.Max(Startable(count), count == 0 ? 1 : 0));
        return Math.Min(ConcurrencyLeft(function), (_environments.Free(function) >= 0 ? 1 : 0) + state.Starting - state.Waiting.Count + startable);
    }

    private int Startable(int count)
    {
        var host = _model.Host!;
        if (!host.StartsByLoad)
        {
            return int.MaxValue / 2;
        }

        if (_clock.Now - _lookedAt >= LoadWindow)
        {
            var busy = ((_clock.Busy - _busyThen) / (host.Cores * (_clock.Now - _lookedAt))) + host.OtherLoad;
            _areBusy = Math.Max(busy, host.BusyBefore) > BusyShare;
            (_lookedAt, _busyThen) = (_clock.Now, _clock.Busy);
            _startable = (int)Math.Max(2 * host.Cores, count);
        }

        return Math.Max(0, _areBusy ? (int)host.Cores - count : _startable);
    }
}
