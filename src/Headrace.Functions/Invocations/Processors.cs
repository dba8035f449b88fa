using System.Globalization;

namespace Headrace.Functions.Invocations;

/// <summary>How busy the machine's processors are, by /proc/stat.</summary>
internal sealed class Processors(TimeProvider time)
{
    private const double BusyShare = 0.9;
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private long _lookedAt;
    private long _idle;
    private long _all;
    private bool _areBusy;

    /// <summary>Whether they had next to nothing to spare in the tenth of a second that was last looked at.</summary>
    public bool AreBusy
    {
        get
        {
            lock (_lock)
            {
                if (_lookedAt == 0 || time.GetElapsedTime(_lookedAt) >= Window)
                {
                    Look();
                }

                return _areBusy;
            }
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
