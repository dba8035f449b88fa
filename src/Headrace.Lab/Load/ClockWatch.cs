using System.Globalization;

namespace Headrace.Lab.Load;

/// <summary>
/// Notices when the system's clock is set while a run goes on. The run's own time does not follow it (<see cref="RunClock"/>); what servers log does, so a reader must know.
/// </summary>
internal sealed class ClockWatch : IDisposable
{
    /// <summary>Corrections that NTP makes by and by are smaller between two looks, by far.</summary>
    private static readonly TimeSpan _leastStep = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(100);

    private readonly RunClock _clock;
    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private readonly List<TimeSpan> _steps = [];
    private (TimeSpan Least, TimeSpan Most) _last;

    public ClockWatch(RunClock clock)
    {
        _clock = clock;
        _last = Offset();
        _timer = clock.Time.CreateTimer(_ => Look(), null, _interval, _interval);
    }

    /// <summary>What a reader must know; null: nothing happened.</summary>
    public string? Remark
    {
        get
        {
            lock (_lock)
            {
                Look();
                return _steps.Count == 0 ? null : string.Create(
                    CultureInfo.InvariantCulture,
                    $"the system's clock was set {(_steps.Count == 1 ? "once" : $"{_steps.Count} times")} during the run, by {_steps.Sum(step => step.TotalMilliseconds):+#,0;-#,0} ms in all: latencies are measured by the monotonic clock and do not change; moments go on as the clock stood at the start, so what was logged after it does not fit to them");
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        lock (_lock)
        {
            var now = Offset();
            var step = now.Least > _last.Most ? now.Least - _last.Most : now.Most < _last.Least ? now.Most - _last.Least : TimeSpan.Zero;
            if (step.Duration() >= _leastStep)
            {
                _steps.Add(step);
            }

            _last = now;
        }
    }

    /// <summary>The system's clock minus the run's: between the two, for the thread may have been made to wait in between.</summary>
    private (TimeSpan Least, TimeSpan Most) Offset()
    {
        var before = _clock.Elapsed;
        var system = TimeSpan.FromTicks(_clock.Time.GetUtcNow().Ticks);
        return (system - _clock.Elapsed, system - before);
    }
}
