namespace Headrace.Lab.Simulation;

/// <summary>
/// Work that is under way, and when it ends. On one machine everything gets the same share of the processors, so that all work advances at one
/// common pace: each piece ends at a fixed point of <em>virtual</em> time, whatever comes and goes meanwhile (Parekh and Gallager's virtual time for
/// processor sharing). Without a machine virtual time is time.
/// </summary>
internal sealed class SharedClock(HostModel? host)
{
    private readonly PriorityQueue<int, (double Virtual, long Order)> _work = new();
    private double _virtual;
    private double _busy;
    private long _order;

    /// <summary>Milliseconds since the simulation's start.</summary>
    public double Now { get; private set; }

    /// <summary>Processor milliseconds used so far.</summary>
    public double Busy => _busy;

    /// <summary>When the next piece ends; infinite when there is none.</summary>
    public double NextEnd
    {
        get
        {
            if (!_work.TryPeek(out _, out var next))
            {
                return double.PositiveInfinity;
            }

            return host is null ? next.Virtual : Now + ((next.Virtual - _virtual) / Pace);
        }
    }

    /// <summary>Milliseconds of work that each piece gets done per millisecond.</summary>
    private double Pace => host is null ? 1 : Math.Min(1, host.Cores / (host.CoresPerInvocation * _work.Count));

    /// <param name="piece">Handed back by <see cref="Finish"/>.</param>
    /// <param name="milliseconds">Alone on its processors.</param>
    public void Begin(int piece, double milliseconds) => _work.Enqueue(piece, (_virtual + milliseconds, _order++));

    public void AdvanceTo(double time)
    {
        if (host is null)
        {
            _virtual = time;
        }
        else if (_work.Count > 0)
        {
            _virtual += (time - Now) * Pace;
            _busy += (time - Now) * Math.Min(host.Cores, host.CoresPerInvocation * _work.Count);
        }

        Now = time;
    }

    /// <summary>Takes the piece that ends next, now.</summary>
    public int Finish()
    {
        _work.TryDequeue(out var piece, out var end);
        _virtual = Math.Max(_virtual, end.Virtual);
        return piece;
    }
}
