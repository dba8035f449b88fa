namespace Headrace.Lab.Tests.Importing;

/// <summary>A clock whose waits are noted and over at once; those that limit how long an answer may take last until a test says otherwise.</summary>
internal sealed class HurriedTime(TimeSpan patience) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<TimeSpan> _waits = [];
    private Action _expire = () => { };

    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_lock)
            {
                return [.. _waits];
            }
        }
    }

    /// <summary>Called before a wait begins.</summary>
    public Action Waiting { get; set; } = () => { };

    /// <summary>The answer that is waited for now has taken too long.</summary>
    public void Expire()
    {
        lock (_lock)
        {
            _expire();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == patience)
        {
            lock (_lock)
            {
                _expire = () => callback(state);
            }
        }
        else
        {
            lock (_lock)
            {
                _waits.Add(dueTime);
            }

            Waiting();
            ThreadPool.QueueUserWorkItem(_ => callback(state));
        }

        return System.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
