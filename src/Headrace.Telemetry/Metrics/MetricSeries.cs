namespace Headrace.Telemetry.Metrics;

/// <summary>The recorder of one series. Safe for concurrent use; recording takes an uncontended lock and a few additions.</summary>
/// <remarks>A bucket is a minute; for what clients put with high resolution there is a second recorder whose buckets are seconds.</remarks>
public sealed class MetricSeries
{
    private readonly TimeProvider _time;
    private readonly MetricTable _table;
    private readonly long _openedIn;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, MetricAggregate> _buckets = [];
    private MetricAggregate? _current;
    private long _currentBucket;
    private bool _isDirty;
    private bool _isRetired;
    private bool _isKept;
    private double _lifetimeCount;
    private double _lifetimeSum;

    internal MetricSeries(MetricKey key, MetricTable table, TimeProvider time)
    {
        Key = key;
        _table = table;
        _time = time;
        _openedIn = table.BucketOf(time.GetUtcNow());
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

        TryRecord(_table.BucketOf(_time.GetUtcNow()), value, static (aggregate, value) => aggregate.Add(value));
    }

    /// <summary>Somebody keeps it: it must not be forgotten while it has nothing to say. False when it has been.</summary>
    internal bool TryKeep()
    {
        lock (_lock)
        {
            _isKept = !_isRetired;
            return _isKept;
        }
    }

    /// <summary>Adds to a bucket, now or then; false when the series has been forgotten and must be looked up anew.</summary>
    internal bool TryRecord<T>(long bucket, T value, Action<MetricAggregate, T> add)
    {
        lock (_lock)
        {
            if (_isRetired)
            {
                return false;
            }

            if (_current is null || bucket != _currentBucket)
            {
                if (!_buckets.TryGetValue(bucket, out _current))
                {
                    _buckets.Add(bucket, _current = Begun(bucket) ?? new MetricAggregate());
                }

                _currentBucket = bucket;
            }

            var (count, sum) = (_current.SampleCount, _current.Sum);
            add(_current, value);
            _lifetimeCount += _current.SampleCount - count;
            _lifetimeSum += _current.Sum - sum;
            _isDirty = true;
            return true;
        }
    }

    /// <summary>A bucket that an earlier run of the engine began.</summary>
    internal void Restore(long bucket, MetricAggregate aggregate)
    {
        lock (_lock)
        {
            _buckets[bucket] = aggregate;
        }
    }

    /// <summary>Copies of the buckets to persist; empty when nothing was recorded since.</summary>
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

    /// <summary>Forgets buckets that are on disk and not of now; true when nothing is left and nobody keeps the series.</summary>
    internal bool Forget(long beforeBucket)
    {
        lock (_lock)
        {
            while (!_isDirty && _buckets.Count > 0 && _buckets.First().Key is var oldest && oldest < beforeBucket)
            {
                _buckets.Remove(oldest);
                _current = null;
            }

            _isRetired = !_isKept && _buckets.Count == 0;
            return _isRetired;
        }
    }

    internal IReadOnlyList<KeyValuePair<long, MetricAggregate>> Buckets(long from, long to)
    {
        lock (_lock)
        {
            return Copies(from, to);
        }
    }

    /// <summary>All that was recorded since the store was opened.</summary>
    internal MetricLifetime Lifetime()
    {
        lock (_lock)
        {
            return new MetricLifetime(Key, _lifetimeCount, _lifetimeSum, MetricStore.Total(_buckets.Values));
        }
    }

    /// <summary>What the ledger has of a bucket that memory has not: one in the past or in the future, or begun by an earlier run.</summary>
    private MetricAggregate? Begun(long bucket) =>
        bucket != _table.BucketOf(_time.GetUtcNow()) || bucket <= _openedIn
            ? _table.Read(Key, bucket, bucket + 1).Select(found => found.Value).FirstOrDefault()
            : null;

    private List<KeyValuePair<long, MetricAggregate>> Copies(long from, long to) =>
        [.. _buckets.Where(bucket => bucket.Key >= from && bucket.Key < to).Select(bucket => KeyValuePair.Create(bucket.Key, bucket.Value.Copy()))];
}
