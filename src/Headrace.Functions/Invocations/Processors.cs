using System.Globalization;

namespace Headrace.Functions.Invocations;

/// <summary>How busy the machine's processors are, by /proc/stat, and so how many more environments they may be given.</summary>
internal sealed class Processors(TimeProvider time)
{
    private const double BusyShare = 0.9;
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private long _lookedAt;
    private long _idle;
    private long _all;
    private bool _areBusy;
    private int _startable;

    /// <summary>How many more environments of a function queued events may start now.</summary>
    /// <remarks>
    /// Where the processors have next to nothing to spare, up to their number: queued events get done sooner by environments that are warm. Else as many
    /// in a tenth of a second as keep the processors busy, or as there are: what those do to the processors is seen before more follow.
    /// </remarks>
    /// <param name="count">The function's environments now.</param>
    public int Startable(int count)
    {
        lock (_lock)
        {
            if (_lookedAt == 0 || time.GetElapsedTime(_lookedAt) >= Window)
            {
                Look();
                _startable = Math.Max(2 * Environment.ProcessorCount, count);
            }

            return Math.Max(0, _areBusy ? Environment.ProcessorCount - count : _startable);
        }
    }

    /// <summary>An environment starts.</summary>
    public void Started()
    {
        lock (_lock)
        {
            _startable--;
        }
    }

    private void Look()
    {
        // "cpu  user nice system idle iowait …", in ticks of a hundredth of a second over all processors.
        using var stat = new StreamReader("/proc/stat");
        var ticks = stat.ReadLine()!.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..].Select(field => long.Parse(field, CultureInfo.InvariantCulture)).ToArray();
        var idle = ticks[3] + ticks[4];
        var all = ticks.Sum();
        var passed = all - _all;
        _areBusy = _lookedAt != 0 && passed > 0 && idle - _idle < (1 - BusyShare) * passed;
        (_lookedAt, _idle, _all) = (time.GetTimestamp(), idle, all);
    }
}
