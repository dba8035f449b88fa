namespace Headrace.Telemetry.Metrics;

/// <summary>The recorder of one series. Safe for concurrent use; recording takes an uncontended lock and a few additions.</summary>
public sealed class MetricSeries
{
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, MetricAggregate> _minutes = [];
    private MetricAggregate? _current;
    private long _currentMinute;
    private bool _isDirty;

    internal MetricSeries(MetricKey key, TimeProvider time)
    {
        Key = key;
        _time = time;
    }

    public MetricKey Key { get; }

    /// <summary>The row of <c>metric_series</c>; 0 until first persisted. Touched by the ledger's writer only.</summary>
    internal long RowId { get; set; }

    /// <summary>Records a value in the current minute. NaN and infinities are refused: no statistic survives them.</summary>
    public void Record(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A metric's value must be finite.");
        }

        var minute = MetricStore.MinuteOf(_time.GetUtcNow());
        lock (_lock)
        {
            if (_current is null || minute != _currentMinute)
            {
                if (!_minutes.TryGetValue(minute, out _current))
                {
                    _minutes.Add(minute, _current = new MetricAggregate());
                }

                _currentMinute = minute;
            }

            _current.Add(value);
            _isDirty = true;
        }
    }

    /// <summary>A minute that an earlier run of the engine began.</summary>
    internal void Restore(long minute, MetricAggregate aggregate)
    {
        lock (_lock)
        {
            _minutes[minute] = aggregate;
        }
    }

    /// <summary>Copies of the minutes to persist; empty when nothing was recorded since.</summary>
    internal IReadOnlyList<KeyValuePair<long, MetricAggregate>> TakeDirty()
    {
        lock (_lock)
        {
            if (!_isDirty)
            {
                return [];
            }

            _isDirty = false;
            return Copies(0, long.MaxValue);
        }
    }

    /// <summary>Persisting failed: try again with the next.</summary>
    internal void MarkDirty()
    {
        lock (_lock)
        {
            _isDirty = true;
        }
    }

    /// <summary>Forgets minutes that are on disk and over.</summary>
    internal void Forget(long beforeMinute)
    {
        lock (_lock)
        {
            while (!_isDirty && _minutes.Count > 0 && _minutes.First().Key is var oldest && oldest < beforeMinute)
            {
                _minutes.Remove(oldest);
                _current = null;
            }
        }
    }

    internal IReadOnlyList<KeyValuePair<long, MetricAggregate>> Minutes(long from, long to)
    {
        lock (_lock)
        {
            return Copies(from, to);
        }
    }

    private List<KeyValuePair<long, MetricAggregate>> Copies(long from, long to) =>
        [.. _minutes.Where(minute => minute.Key >= from && minute.Key < to).Select(minute => KeyValuePair.Create(minute.Key, minute.Value.Copy()))];
}
