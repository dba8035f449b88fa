using System.Collections.Concurrent;
using System.Threading.Channels;
using Headrace.Ledger;
using Headrace.Store;
using Headrace.Telemetry.Metrics;
using Microsoft.Extensions.Logging;

namespace Headrace.Events.Dispatch;

/// <summary>
/// Runs queued events: function by function in turn, no more of each than it has room for. One loop owns all state; everything else reaches it
/// through its inbox.
/// </summary>
/// <remarks>
/// A committed event is handed over in memory, so that an idle function starts without a read; its row is the truth. When events come faster than
/// functions take them, only the fact that there are more is kept, and pages are read when there is room: memory does not grow with the queue.
/// </remarks>
public sealed partial class EventDispatcher : IAsyncDisposable
{
    private const int MostReadyPerLane = 64;
    private const int MostPageBytes = 256 * 1024;
    private const int MostHandedOver = 1024;
    private const int MostHandedOverBytes = 16 * 1024;

    // How long a function may go on with the room that its own invocations free, while others wait for room.
    private const int LongestRun = 16;
    private const int LongestRunMilliseconds = 500;

    private static readonly TimeSpan FirstRoomPoll = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LastRoomPoll = TimeSpan.FromMilliseconds(200);

    private readonly EventQueue _queue;
    private readonly IFunctionPort _functions;
    private readonly Attempts _attempts;
    private readonly QueueMetrics _metrics;
    private readonly DispatchOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    // Unbounded in type, bounded by what posts to it: hand-overs (MostHandedOver), two notes per running event, wake-ups.
    private readonly Channel<Action> _inbox = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });

    // What the loop has to know before it next takes turns, and is not woken for.
    private readonly ConcurrentQueue<Action> _memos = new();
    private readonly ConcurrentDictionary<long, string> _behind = new();
    private readonly CancellationTokenSource _abandon = new();
    private readonly ITimer _timer;
    private readonly Task _loop;
    private int _handedOver;

    // Owned by the loop.
    private readonly Dictionary<long, Lane> _lanes = [];
    private readonly List<Lane> _turns = []; // the one whose turn is longest ago comes first
    private readonly List<Lane> _freed = [];
    private bool _isBlocked;
    private long? _timerDue; // Unix ms
    private TimeSpan _roomPoll = FirstRoomPoll;

    private int _launching; // handed to a thread, perhaps not yet counted by the functions as room taken

    // Written by whoever ends or launches an event too.
    private int _running;
    private int _launched; // of those launching: counted by the functions since turns were last begun
    private volatile bool _awaitsLaunches;
    private volatile bool _isStopping;

    private EventDispatcher(
        EventQueue queue, IFunctionPort functions, Attempts attempts, QueueMetrics metrics, DispatchOptions options, TimeProvider time, ILogger logger)
    {
        _queue = queue;
        _functions = functions;
        _attempts = attempts;
        _metrics = metrics;
        _options = options;
        _time = time;
        _logger = logger;
        _timer = time.CreateTimer(_ => _inbox.Writer.TryWrite(() => _timerDue = null), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        queue.Arrived = HandOver;
        foreach (var (arn, id) in queue.Functions())
        {
            _behind[id] = arn;
        }

        Wake();
        _loop = RunAsync();
    }

    /// <summary>Starts delivering, beginning with what a former engine left.</summary>
    /// <param name="store">Takes the records that go to bucket destinations.</param>
    public static EventDispatcher Start(
        EventQueue queue, LedgerDatabase ledger, ObjectStore store, IFunctionPort functions, MetricStore metrics, DispatchOptions options, TimeProvider time, ILogger logger)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.TimeScale, 0, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaximumConcurrency, 1, nameof(options));
        var series = new QueueMetrics(metrics);
        var destinations = new Destinations.DestinationDelivery(functions, store, series, time, logger);
        var attempts = new Attempts(queue, functions, destinations, new Retirements(ledger, time, logger), series, options.TimeScale, time, logger);
        return new EventDispatcher(queue, functions, attempts, series, options, time, logger);
    }

    /// <summary>
    /// Takes nothing more and waits for what is running, at most <paramref name="limit"/>; then cancels it. What has not ended stays queued and
    /// runs again, under its request id, when the next dispatcher starts.
    /// </summary>
    public async Task StopAsync(TimeSpan limit)
    {
        _isStopping = true;
        Wake();
        try
        {
            await _loop.WaitAsync(limit, _time);
        }
        catch (TimeoutException)
        {
            await _abandon.CancelAsync();
            await _loop;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero);
        await _timer.DisposeAsync();
        _abandon.Dispose();
    }

    /// <summary>On the ledger's writer thread: an event is on disk.</summary>
    private void HandOver(WaitingEvent waiting)
    {
        _metrics.Received(waiting.Event.FunctionArn);
        if (waiting.Event.Payload.Length <= MostHandedOverBytes && Interlocked.Increment(ref _handedOver) <= MostHandedOver)
        {
            _inbox.Writer.TryWrite(() =>
            {
                Interlocked.Decrement(ref _handedOver);
                Admit(waiting);
            });
            return;
        }

        if (waiting.Event.Payload.Length <= MostHandedOverBytes)
        {
            Interlocked.Decrement(ref _handedOver);
        }

        if (_behind.TryAdd(waiting.FunctionId, waiting.Event.FunctionArn))
        {
            Wake();
        }
    }

    private void Wake() => _inbox.Writer.TryWrite(static () => { });

    private async Task RunAsync()
    {
        await Task.Yield();
        try
        {
            await DispatchAsync();
        }
        catch (Exception failure)
        {
            LogStopped(_logger, failure);
            throw;
        }
        finally
        {
            _queue.Arrived = null;
        }
    }

    private async Task DispatchAsync()
    {
        while (!(_isStopping && Volatile.Read(ref _running) == 0) && await _inbox.Reader.WaitToReadAsync())
        {
            while (_inbox.Reader.TryRead(out var note) || _memos.TryDequeue(out note))
            {
                note();
            }

            foreach (var (id, arn) in _behind)
            {
                // Removed before the pages are read: what arrives from here on announces itself again.
                _behind.TryRemove(id, out _);
                LaneOf(id, arn).HasMore = true;
            }

            if (!_isStopping)
            {
                TakeTurns();
                ArmTimer();
            }
        }
    }

    private void Admit(WaitingEvent waiting)
    {
        var lane = LaneOf(waiting.FunctionId, waiting.Event.FunctionArn);
        if (waiting.Due > Now())
        {
            lane.WakeAt(waiting.Due);
        }
        else if (lane.HasMore || lane.Ready.Count >= MostReadyPerLane)
        {
            lane.HasMore = true;
        }
        else
        {
            lane.Hold(waiting);
        }
    }

    private async Task AttemptAsync(Lane lane, WaitingEvent waiting)
    {
        var retryAt = await _attempts.RunAsync(waiting, Launched, ended: () => _inbox.Writer.TryWrite(() => _freed.Add(lane)), _abandon.Token);
        Finish(lane, waiting, retryAt);
    }

    private async Task SettleAsync(Lane lane, WaitingEvent waiting, Verdict verdict)
    {
        var retryAt = await _attempts.SettleAsync(waiting, verdict, outcome: null);
        Finish(lane, waiting, retryAt);
    }

    /// <summary>The invocation is counted by the functions now: whoever was turned away because it was counted twice is asked again.</summary>
    private void Launched()
    {
        Interlocked.Increment(ref _launched);
        if (_awaitsLaunches)
        {
            Wake();
        }
    }

    /// <summary>The loop is woken only where something can follow from it: each time costs a thread.</summary>
    private void Finish(Lane lane, WaitingEvent waiting, long? retryAt)
    {
        _memos.Enqueue(() => lane.Finish(waiting, retryAt));
        if (Interlocked.Decrement(ref _running) == _options.MaximumConcurrency - 1 || retryAt is not null || _isStopping)
        {
            Wake();
        }
    }

    private Lane LaneOf(long functionId, string functionArn)
    {
        if (!_lanes.TryGetValue(functionId, out var lane))
        {
            lane = new Lane(functionId, functionArn);
            _lanes.Add(functionId, lane);
            _turns.Add(lane);
        }

        return lane;
    }

    /// <summary>For the next event that falls due, and for room: whoever else uses a function does not tell when he is done.</summary>
    /// <remarks>A timer that rings too early costs one look; setting it anew with every look would cost more.</remarks>
    private void ArmTimer()
    {
        var now = Now();
        var due = _turns.Min(lane => lane.NextDue);
        if (_isBlocked && !(now + _roomPoll.TotalMilliseconds >= due))
        {
            due = now + (long)_roomPoll.TotalMilliseconds;
        }

        if (due is null || _timerDue <= due)
        {
            return;
        }

        if (_isBlocked)
        {
            _roomPoll = _roomPoll * 2 < LastRoomPoll ? _roomPoll * 2 : LastRoomPoll;
        }

        _timerDue = due;
        _timer.Change(TimeSpan.FromMilliseconds(Math.Clamp(due.Value - now, 1, TimeSpan.MillisecondsPerHour)), Timeout.InfiniteTimeSpan);
    }

    private long Now() => _time.GetUtcNow().ToUnixTimeMilliseconds();

    [LoggerMessage(3005, LogLevel.Critical, "Event delivery has stopped; the queue keeps what it holds")]
    private static partial void LogStopped(ILogger logger, Exception failure);

    [LoggerMessage(3002, LogLevel.Error, "The queued events of {Function} could not be read; trying again")]
    private static partial void LogReadFailed(ILogger logger, Exception failure, string function);
}
