namespace Headrace.Events.Tests;

/// <summary>Time that stands still until a test moves it. Timers fire on the thread that moves it.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private TaskCompletionSource _armed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset _now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Waits until something is to happen at least <paramref name="atLeast"/> from now, and moves to the moment it happens.</summary>
    public async Task<DateTimeOffset> AdvanceToTimerAsync(TimeSpan atLeast)
    {
        var due = await UntilArmedAsync(atLeast);
        lock (_gate)
        {
            _now = due;
        }

        Fire();
        return due;
    }

    /// <summary>Waits until something is to happen at least <paramref name="atLeast"/> from now, and says when.</summary>
    public async Task<DateTimeOffset> UntilArmedAsync(TimeSpan atLeast)
    {
        while (true)
        {
            Task armed;
            lock (_gate)
            {
                var due = _timers.Select(timer => timer.Due).Where(due => due >= _now + atLeast).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
                if (due != DateTimeOffset.MaxValue)
                {
                    return due;
                }

                armed = _armed.Task;
            }

            await armed.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }

    public void Advance(TimeSpan time)
    {
        lock (_gate)
        {
            _now += time;
        }

        Fire();
    }

    private void Fire()
    {
        List<ManualTimer> due;
        lock (_gate)
        {
            due = _timers.FindAll(timer => timer.Due <= _now);
            due.ForEach(timer => timer.Due = DateTimeOffset.MaxValue);
        }

        due.ForEach(timer => timer.Callback());
    }

    private sealed class ManualTimer(ManualTime time, Action callback) : ITimer
    {
        public Action Callback { get; } = callback;

        public DateTimeOffset Due { get; set; } = DateTimeOffset.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            TaskCompletionSource armed;
            lock (time._gate)
            {
                Due = dueTime == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : time._now + dueTime;
                if (!time._timers.Contains(this))
                {
                    time._timers.Add(this);
                }

                (armed, time._armed) = (time._armed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            }

            armed.SetResult();
            return true;
        }

        public void Dispose()
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
