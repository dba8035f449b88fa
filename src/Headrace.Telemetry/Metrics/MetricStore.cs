using System.Collections.Concurrent;
using Headrace.Ledger;

namespace Headrace.Telemetry.Metrics;

/// <summary>CloudWatch-shaped metrics: per minute, per dimension set, sum, count, minimum, maximum and a histogram for percentiles.</summary>
/// <remarks>
/// Values are added up in memory and go to the ledger every few seconds, so a killed engine loses at most those. Minutes older than
/// 15 days are dropped, as CloudWatch drops them.
/// </remarks>
public sealed class MetricStore : IAsyncDisposable
{
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(5);

    /// <summary>As long as AWS keeps minutes, and seconds.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(15);
    private static readonly TimeSpan SecondsKept = TimeSpan.FromHours(3);

    /// <summary>Names that are looked up without being put together anew; more than a machine's buckets, tables and functions.</summary>
    private const int MostNames = 100_000;

    private readonly MetricTable _table;
    private readonly MetricTable _secondsTable;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<MetricKey, MetricSeries> _series = new();
    private readonly ConcurrentDictionary<MetricKey, MetricSeries> _seconds = new();
    private readonly ConcurrentDictionary<MetricName, MetricKey> _names = new();
    private readonly SemaphoreSlim _flushing = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _flushLoop;
    private long _prunedAt;

    private MetricStore(LedgerDatabase ledger, TimeProvider time)
    {
        _time = time;
        _table = new MetricTable(ledger, "minute");
        _secondsTable = new MetricTable(ledger, "second");
        var minute = _table.BucketOf(time.GetUtcNow());
        foreach (var (key, rowId, aggregate) in _table.ReadBucket(minute))
        {
            var series = new MetricSeries(key, _table, time) { RowId = rowId };
            series.Restore(minute, aggregate);
            _series[key] = series;
        }

        _flushLoop = FlushRegularlyAsync(_stopping.Token);
    }

    public static MetricStore Open(LedgerDatabase ledger, TimeProvider time) => new(ledger, time);

    /// <summary>The recorder of one metric of one dimension set: look it up once, record often.</summary>
    /// <param name="unit">CloudWatch's word: <c>Count</c>, <c>Milliseconds</c>, …</param>
    /// <param name="dimensions">For example <c>FunctionName=preprocess</c>; empty for the whole region.</param>
    public MetricSeries Series(string metricNamespace, string name, string unit, params ReadOnlySpan<KeyValuePair<string, string>> dimensions)
    {
        var key = new MetricKey(metricNamespace, name, unit, dimensions.ToArray());
        while (true)
        {
            var series = SeriesOf(_series, key, _table);
            if (series.TryKeep())
            {
                return series;
            }
        }
    }

    /// <summary>Counts one, in the current minute.</summary>
    public void Count(string metricNamespace, string name, params ReadOnlySpan<KeyValuePair<string, string>> dimensions) =>
        Record(metricNamespace, name, "Count", 1, dimensions);

    /// <summary>
    /// Records a value in the current minute. For what has no place to keep a <see cref="MetricSeries"/>: two look-ups, and nothing allocated for
    /// a name that was seen before.
    /// </summary>
    /// <param name="dimensions">Up to three, in order of their names.</param>
    public void Record(string metricNamespace, string name, string unit, double value, params ReadOnlySpan<KeyValuePair<string, string>> dimensions)
    {
        var metricName = new MetricName(metricNamespace, name, unit, At(dimensions, 0), At(dimensions, 1), At(dimensions, 2));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimensions.Length, 3);
        if (!_names.TryGetValue(metricName, out var key))
        {
            if (_names.Count >= MostNames)
            {
                _names.Clear();
            }

            _names[metricName] = key = new MetricKey(metricNamespace, name, unit, dimensions.ToArray());
            if (_series.Count < MostNames)
            {
                SeriesOf(_series, key, _table).TryKeep();
            }
        }

        if (double.IsFinite(value))
        {
            Add(_series, _table, key, _time.GetUtcNow(), value, static (aggregate, value) => aggregate.Add(value));
        }
    }

    /// <summary>Records values that a client has counted, at a time that it has chosen.</summary>
    public void Put(MetricKey key, DateTimeOffset at, bool isHighResolution, IReadOnlyList<(double Value, double Count)> values) =>
        Put(key, at, isHighResolution, values, static (aggregate, values) =>
        {
            foreach (var (value, count) in values)
            {
                aggregate.Add(value, count);
            }
        });

    /// <summary>Records what a client has summed up, at a time that it has chosen.</summary>
    public void Put(MetricKey key, DateTimeOffset at, bool isHighResolution, MetricSet set) =>
        Put(key, at, isHighResolution, set, static (aggregate, set) => aggregate.Add(set));

    /// <summary>All series of a namespace that were ever recorded, ordered by name; those whose dimensions include <paramref name="dimensions"/>.</summary>
    public IReadOnlyList<MetricKey> List(string metricNamespace, string? name = null, params IReadOnlyCollection<KeyValuePair<string, string>> dimensions) =>
        [.. _series.Where(series => series.Value.Buckets(0, long.MaxValue).Count > 0).Select(series => series.Key)
            .Concat(_table.ReadKeys(metricNamespace))
            .Distinct()
            .Where(key => key.Namespace == metricNamespace && (name is null || key.Name == name) && dimensions.All(key.Dimensions.Contains))
            .OrderBy(key => key.Name, StringComparer.Ordinal).ThenBy(key => key.DimensionsText, StringComparer.Ordinal)];

    /// <summary>A page of the metrics that have values since an instant, each once whatever its units; what is in memory only is not among them (<see cref="FlushAsync(CancellationToken)"/>).</summary>
    /// <param name="after">The last metric of the page before.</param>
    public IReadOnlyList<MetricKey> ListPage(
        string? metricNamespace, string? name, Func<MetricKey, bool> matches, DateTimeOffset since, MetricKey? after, int most)
    {
        var page = new List<MetricKey>();
        _table.ReadMetrics(metricNamespace, name, after, _table.BucketOf(since), key =>
        {
            if (matches(key))
            {
                page.Add(key);
            }

            return page.Count < most;
        });
        return page;
    }

    /// <summary>The series of one metric and dimension set, one per unit; what is in memory only is not among them (<see cref="FlushAsync(CancellationToken)"/>).</summary>
    public IReadOnlyList<MetricKey> UnitsOf(MetricKey key) => _table.ReadUnits(key);

    /// <summary>Every series that has recorded anything since the store was opened and is not forgotten: for whoever shows the present.</summary>
    public IReadOnlyList<MetricLifetime> Lifetimes() => [.. _series.Values.Select(series => series.Lifetime()).Where(lifetime => lifetime.SampleCount > 0)];

    /// <summary>What was recorded between two instants, minute by minute.</summary>
    public IReadOnlyList<KeyValuePair<DateTimeOffset, MetricAggregate>> Minutes(MetricKey key, DateTimeOffset from, DateTimeOffset to) =>
        Read(_series, _table, key, from, to);

    /// <summary>What was put with high resolution between two instants, second by second.</summary>
    public IReadOnlyList<KeyValuePair<DateTimeOffset, MetricAggregate>> Seconds(MetricKey key, DateTimeOffset from, DateTimeOffset to) =>
        Read(_seconds, _secondsTable, key, from, to);

    /// <summary>A series' statistics in periods that begin at multiples of <paramref name="period"/>; periods without values are left out.</summary>
    /// <param name="period">Whole minutes.</param>
    public IReadOnlyList<KeyValuePair<DateTimeOffset, MetricAggregate>> Query(MetricKey key, DateTimeOffset from, DateTimeOffset to, TimeSpan period)
    {
        var length = (long)period.TotalMinutes;
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        var first = DateTimeOffset.FromUnixTimeSeconds(_table.BucketOf(from) / length * length * 60);
        return [.. Minutes(key, first, to).GroupBy(minute => _table.BucketOf(minute.Key) / length * length, minute => minute.Value)
            .Select(group => KeyValuePair.Create(_table.StartOf(group.Key), Total(group)))];
    }

    /// <summary>All that was recorded between two instants as one; its count is 0 when nothing was.</summary>
    public MetricAggregate Total(MetricKey key, DateTimeOffset from, DateTimeOffset to) => Total(Minutes(key, from, to).Select(minute => minute.Value));

    /// <summary>Aggregates added up.</summary>
    public static MetricAggregate Total(IEnumerable<MetricAggregate> aggregates)
    {
        var total = new MetricAggregate();
        foreach (var aggregate in aggregates)
        {
            total.Add(aggregate);
        }

        return total;
    }

    /// <summary>Persists what was recorded so far.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _flushing.WaitAsync(cancellationToken);
        try
        {
            await FlushAsync(_series, _table, cancellationToken);
            await FlushAsync(_seconds, _secondsTable, cancellationToken);
            var now = _time.GetUtcNow();
            if (_table.BucketOf(now) - _prunedAt >= 60)
            {
                _prunedAt = _table.BucketOf(now);
                await _table.PruneAsync(_table.BucketOf(now - Kept), cancellationToken);
                await _secondsTable.PruneAsync(_secondsTable.BucketOf(now - SecondsKept), cancellationToken);
            }
        }
        finally
        {
            _flushing.Release();
        }
    }

    /// <summary>Persists what is left. The ledger must still be open.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_stopping.IsCancellationRequested)
        {
            await _stopping.CancelAsync();
            await _flushLoop;
            await FlushAsync(CancellationToken.None);
            _stopping.Dispose();
            _flushing.Dispose();
        }
    }

    private static KeyValuePair<string, string> At(ReadOnlySpan<KeyValuePair<string, string>> dimensions, int index) => index < dimensions.Length ? dimensions[index] : default;

    private static IReadOnlyList<KeyValuePair<DateTimeOffset, MetricAggregate>> Read(
        ConcurrentDictionary<MetricKey, MetricSeries> all, MetricTable table, MetricKey key, DateTimeOffset from, DateTimeOffset to)
    {
        var (first, end) = (table.BucketOf(from), table.FirstFrom(to));
        var buckets = new SortedDictionary<long, MetricAggregate>();

        // Memory after the ledger: where both have a bucket, memory's holds all of it. Looked at first, lest a flush come between.
        var inMemory = all.TryGetValue(key, out var series) ? series.Buckets(first, end) : [];
        foreach (var (bucket, aggregate) in table.Read(key, first, end).Concat(inMemory))
        {
            buckets[bucket] = aggregate;
        }

        return [.. buckets.Select(bucket => KeyValuePair.Create(table.StartOf(bucket.Key), bucket.Value))];
    }

    private void Put<T>(MetricKey key, DateTimeOffset at, bool isHighResolution, T value, Action<MetricAggregate, T> add)
    {
        Add(_series, _table, key, at, value, add);
        if (isHighResolution)
        {
            Add(_seconds, _secondsTable, key, at, value, add);
        }
    }

    private void Add<T>(
        ConcurrentDictionary<MetricKey, MetricSeries> all, MetricTable table, MetricKey key, DateTimeOffset at, T value, Action<MetricAggregate, T> add)
    {
        while (!SeriesOf(all, key, table).TryRecord(table.BucketOf(at), value, add))
        {
            // It was forgotten in this moment: the next look-up makes a new one.
        }
    }

    private async Task FlushAsync(ConcurrentDictionary<MetricKey, MetricSeries> all, MetricTable table, CancellationToken cancellationToken)
    {
        var dirty = all.Values.Select(series => (series, buckets: series.TakeDirty())).Where(pair => pair.buckets.Count > 0).ToList();
        try
        {
            if (dirty.Count > 0)
            {
                await table.WriteAsync(dirty, cancellationToken);
            }
        }
        catch
        {
            dirty.ForEach(pair => pair.series.MarkDirty());
            throw;
        }

        var before = table.BucketOf(_time.GetUtcNow()) - 1;
        foreach (var series in all)
        {
            if (series.Value.Forget(before))
            {
                all.TryRemove(series);
            }
        }
    }

    private MetricSeries SeriesOf(ConcurrentDictionary<MetricKey, MetricSeries> all, MetricKey key, MetricTable table) =>
        all.GetOrAdd(key, static (key, state) => new MetricSeries(key, state.table, state._time), (_time, table));

    private async Task FlushRegularlyAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(FlushInterval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                try
                {
                    await FlushAsync(cancellationToken);
                }
                catch (LedgerException)
                {
                    // A full disk, for example. The values stay in memory and the next round tries again.
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
