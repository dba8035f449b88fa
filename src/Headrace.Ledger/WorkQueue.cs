namespace Headrace.Ledger;

/// <summary>What waits for the writer: what somebody waits for, and what may wait for company, so that one fsync serves it too.</summary>
/// <param name="capacity">How much may wait; who brings more waits himself.</param>
/// <remarks>A monitor and no channel: waking the writer goes neither through another thread nor through spinning, which two processors have no time for.</remarks>
internal sealed class WorkQueue<T>(int capacity) : IDisposable
{
    private readonly object _gate = new();
    private readonly SemaphoreSlim _room = new(capacity);
    private readonly Queue<T> _urgent = new();
    private readonly Queue<T> _patient = new();
    private bool _isWaitedFor;
    private bool _isClosed;

    /// <exception cref="ObjectDisposedException">The queue is closed.</exception>
    public async ValueTask AddAsync(T work, bool isPatient, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            (isPatient ? _patient : _urgent).Enqueue(work);
            if (_isWaitedFor)
            {
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <summary>Takes all that waits, at most <paramref name="most"/>, what is urgent first.</summary>
    /// <param name="idle">Gives up after so long without any work.</param>
    /// <param name="patience">How long the patient wait for urgent company.</param>
    /// <returns>False when there has been none, or the queue is closed and empty (<see cref="IsEmptied"/>).</returns>
    public bool TryTake(List<T> into, int most, TimeSpan idle, TimeSpan patience)
    {
        lock (_gate)
        {
            if (_urgent.Count == 0 && _patient.Count == 0)
            {
                Wait(idle);
            }

            if (_urgent.Count == 0 && _patient.Count > 0)
            {
                Wait(patience);
            }

            MoveInto(_urgent);
            MoveInto(_patient);
        }

        if (into.Count > 0)
        {
            _room.Release(into.Count);
        }

        return into.Count > 0;

        void MoveInto(Queue<T> queue)
        {
            while (into.Count < most && queue.TryDequeue(out var work))
            {
                into.Add(work);
            }
        }
    }

    /// <summary>Closed, and nothing is left.</summary>
    public bool IsEmptied
    {
        get
        {
            lock (_gate)
            {
                return _isClosed && _urgent.Count == 0 && _patient.Count == 0;
            }
        }
    }

    /// <summary>Takes nothing more; what waits is still handed out.</summary>
    /// <returns>False when it was closed before.</returns>
    public bool Close()
    {
        lock (_gate)
        {
            var isFirst = !_isClosed;
            _isClosed = true;
            Monitor.Pulse(_gate);
            return isFirst;
        }
    }

    public void Dispose() => _room.Dispose();

    private void Wait(TimeSpan most)
    {
        if (!_isClosed)
        {
            _isWaitedFor = true;
            Monitor.Wait(_gate, most);
            _isWaitedFor = false;
        }
    }
}
