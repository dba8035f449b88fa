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
    private static readonly TimeSpan Kept = TimeSpan.FromDays(15);

    private readonly MetricTable _table;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<MetricKey, MetricSeries> _series = new();
    private readonly SemaphoreSlim _flushing = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _flushLoop;
    private long _prunedAt;

    private MetricStore(LedgerDatabase ledger, TimeProvider time)
    {
        _time = time;
        _table = new MetricTable(ledger);
        var minute = MinuteOf(time.GetUtcNow());
        foreach (var (key, rowId, aggregate) in _table.ReadMinute(minute))
        {
            SeriesOf(key, rowId).Restore(minute, aggregate);
        }

        _flushLoop = FlushRegularlyAsync(_stopping.Token);
    }

    public static MetricStore Open(LedgerDatabase ledger, TimeProvider time) => new(ledger, time);

    /// <summary>The recorder of one metric of one dimension set: look it up once, record often.</summary>
    /// <param name="unit">CloudWatch's word: <c>Count</c>, <c>Milliseconds</c>, …</param>
    /// <param name="dimensions">For example <c>FunctionName=preprocess</c>; empty for the whole region.</param>
    public MetricSeries Series(string metricNamespace, string name, string unit, params ReadOnlySpan<KeyValuePair<string, string>> dimensions) =>
        SeriesOf(new MetricKey(metricNamespace, name, unit, dimensions.ToArray()), 0);

    /// <summary>All series of a namespace that were ever recorded, ordered by name; those whose dimensions include <paramref name="dimensions"/>.</summary>
    public IReadOnlyList<MetricKey> List(string metricNamespace, string? name = null, params IReadOnlyCollection<KeyValuePair<string, string>> dimensions) =>
        [.. _series.Where(series => series.Value.Minutes(0, long.MaxValue).Count > 0).Select(series => series.Key)
            .Concat(_table.ReadKeys(metricNamespace))
            .Distinct()
            .Where(key => key.Namespace == metricNamespace && (name is null || key.Name == name) && dimensions.All(key.Dimensions.Contains))
            .OrderBy(key => key.Name, StringComparer.Ordinal).ThenBy(key => key.DimensionsText, StringComparer.Ordinal)];

    /// <summary>A series' statistics in periods that begin at multiples of <paramref name="period"/>; periods without values are left out.</summary>
    /// <param name="period">Whole minutes.</param>
    public IReadOnlyList<KeyValuePair<DateTimeOffset, MetricAggregate>> Query(MetricKey key, DateTimeOffset from, DateTimeOffset to, TimeSpan period)
    {
        var length = (long)period.TotalMinutes;
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        var first = MinuteOf(from) / length * length;
        var end = (to.ToUnixTimeMilliseconds() + 59_999) / 60_000;
        var minutes = new SortedDictionary<long, MetricAggregate>();

        // Memory after the ledger: where both have a minute, memory's holds all of it. Looked at first, lest a flush come between.
        var inMemory = _series.TryGetValue(key, out var series) ? series.Minutes(first, end) : [];
        foreach (var (minute, aggregate) in _table.Read(key, first, end).Concat(inMemory))
        {
            minutes[minute] = aggregate;
        }

        return [.. minutes.GroupBy(minute => minute.Key / length * length, minute => minute.Value)
            .Select(group => KeyValuePair.Create(DateTimeOffset.FromUnixTimeSeconds(group.Key * 60), Total(group)))];
    }

    /// <summary>All that was recorded between two instants as one; its count is 0 when nothing was.</summary>
    public MetricAggregate Total(MetricKey key, DateTimeOffset from, DateTimeOffset to) =>
        Total(Query(key, from, to, TimeSpan.FromMinutes(1)).Select(minute => minute.Value));

    /// <summary>Persists what was recorded so far.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _flushing.WaitAsync(cancellationToken);
        try
        {
            var dirty = _series.Values.Select(series => (series, minutes: series.TakeDirty())).Where(pair => pair.minutes.Count > 0).ToList();
            var now = MinuteOf(_time.GetUtcNow());
            try
            {
                if (dirty.Count > 0)
                {
                    await _table.WriteAsync(dirty, cancellationToken);
                }

                if (now - _prunedAt >= 60)
                {
                    _prunedAt = now;
                    await _table.PruneAsync(now - (long)Kept.TotalMinutes, cancellationToken);
                }
            }
            catch
            {
                dirty.ForEach(pair => pair.series.MarkDirty());
                throw;
            }

            foreach (var series in _series.Values)
            {
                series.Forget(now - 1);
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

    internal static long MinuteOf(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds() / 60_000;

    private MetricSeries SeriesOf(MetricKey key, long rowId) =>
        _series.GetOrAdd(key, static (key, state) => new MetricSeries(key, state._time) { RowId = state.rowId }, (_time, rowId));

    private static MetricAggregate Total(IEnumerable<MetricAggregate> aggregates)
    {
        var total = new MetricAggregate();
        foreach (var aggregate in aggregates)
        {
            total.Add(aggregate);
        }

        return total;
    }

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
