namespace Headrace.Lab.Simulation;

/// <summary>
/// Work that is under way, and when it ends. On one machine a piece of work first waits (disk, network), as long as it takes whatever else there is, and
/// then needs processors, which all that need them share equally (egalitarian processor sharing). All of that advances at one common pace, so that each
/// piece ends at a fixed point of <em>virtual</em> time, whatever comes and goes meanwhile (Parekh and Gallager's virtual time): a heap, O(log n) an event.
/// Without a machine time is time.
/// </summary>
/// <param name="host">Null: everybody has processors of his own.</param>
/// <param name="capacity">The host's cores that other programs leave.</param>
internal sealed class SharedClock(HostModel? host, double capacity)
{
    /// <summary>A part of a piece that is over, and nothing else is.</summary>
    public const int Nothing = -1;

    private readonly PriorityQueue<Work, (double Time, long Order)> _waits = new();
    private readonly PriorityQueue<Work, (double Virtual, long Order)> _work = new();
    private double _virtual;
    private double _load;
    private long _order;

    /// <summary>Milliseconds since the simulation's start.</summary>
    public double Now { get; private set; }

    /// <summary>Processor milliseconds used so far.</summary>
    public double Busy { get; private set; }

    /// <summary>When the next part of a piece ends; infinite when there is none.</summary>
    public double NextEnd => Math.Min(NextWaitEnd, NextWorkEnd);

    private double NextWaitEnd => _waits.TryPeek(out _, out var wait) ? wait.Time : double.PositiveInfinity;

    private double NextWorkEnd => _work.TryPeek(out _, out var work) ? Now + ((work.Virtual - _virtual) / Pace) : double.PositiveInfinity;

    /// <summary>Milliseconds of work that each piece gets done per millisecond.</summary>
    private double Pace => Math.Min(1, capacity / _load);

    /// <param name="piece">Handed back by <see cref="Finish"/>.</param>
    /// <param name="milliseconds">Alone on the machine.</param>
    /// <param name="cores">What it keeps busy on average meanwhile: below 1 it waits the rest, above it runs on so many at once.</param>
    public void Begin(int piece, double milliseconds, double cores)
    {
        var wait = host is null ? milliseconds : milliseconds * (1 - Math.Min(1, cores));
        var work = new Work(piece, milliseconds - wait, Math.Max(1, cores));
        if (wait > 0 || host is null)
        {
            _waits.Enqueue(work, (Now + wait, _order++));
        }
        else
        {
            Share(work);
        }
    }

    public void AdvanceTo(double time)
    {
        if (_work.Count > 0)
        {
            _virtual += (time - Now) * Pace;
            Busy += (time - Now) * Math.Min(capacity, _load);
        }

        Now = time;
    }

    /// <summary>Ends the part that ends next, now.</summary>
    /// <returns>Its piece, or <see cref="Nothing"/> when it has only waited.</returns>
    public int Finish()
    {
        if (NextWaitEnd <= NextWorkEnd)
        {
            var waited = _waits.Dequeue();
            if (waited.Milliseconds > 0)
            {
                Share(waited);
                return Nothing;
            }

            return waited.Piece;
        }

        _work.TryDequeue(out var done, out var end);
        _virtual = Math.Max(_virtual, end.Virtual);
        _load = _work.Count == 0 ? 0 : _load - done.Cores;
        return done.Piece;
    }

    private void Share(Work work)
    {
        _load += work.Cores;
        _work.Enqueue(work, (_virtual + work.Milliseconds, _order++));
    }

    private readonly record struct Work(int Piece, double Milliseconds, double Cores);
}
