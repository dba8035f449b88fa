using Headrace.Lab.Records;

namespace Headrace.Lab.Statistics;

/// <summary>The run over time, in one pass over its items and one over its sorted responses.</summary>
internal sealed class TimelineBuckets
{
    private const int MostBuckets = 300;
    private const long Second = 1_000_000, Day = 86_400 * Second;

    /// <summary>Microseconds: 1, 2 or 5 times a power of ten up to 10 s, then what a clock shows.</summary>
    private static readonly long[] Lengths =
    [
        1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, Second, 2 * Second, 5 * Second, 10 * Second, 15 * Second, 30 * Second,
        60 * Second, 120 * Second, 300 * Second, 600 * Second, 900 * Second, 1800 * Second, 3600 * Second, 2 * 3600 * Second, 3 * 3600 * Second, 6 * 3600 * Second,
        12 * 3600 * Second, Day,
    ];

    private readonly ItemTable _table;
    private readonly Moment _start;
    private readonly long _length;
    private readonly int[] _bucketOf;
    private readonly long[] _items, _failed, _cold, _queued;
    private readonly double[] _queueAge, _memory;
    private readonly Occupancy _inFlight, _executions;

    private TimelineBuckets(ItemTable table, RunSpan span)
    {
        _table = table;
        _length = LengthFor(span);
        _start = new(span.First.Microseconds - (span.First.Microseconds % _length));
        var count = (int)((span.Last.Microseconds - _start.Microseconds) / _length) + 1;
        (_items, _failed, _cold, _queued) = (new long[count], new long[count], new long[count], new long[count]);
        (_queueAge, _memory) = (new double[count], new double[count]);
        (_inFlight, _executions) = (new(count, _start, _length), new(count, _start, _length));
        _bucketOf = new int[table.Count];
    }

    /// <param name="response">Sorted, so that each bucket's share of it is.</param>
    public static IReadOnlyList<TimelineBucket> Of(ItemTable table, ItemColumn response)
    {
        var span = RunSpan.Of(table);
        return span.First.IsKnown ? new TimelineBuckets(table, span).Buckets(response) : [];
    }

    private TimelineBucket[] Buckets(ItemColumn response)
    {
        for (var index = 0; index < _table.Count; index++)
        {
            Count(index);
        }

        var responses = ResponsesByBucket(response);
        return [.. _items.Select((items, bucket) => new TimelineBucket(
            new Moment(_start.Microseconds + (bucket * _length)).ToDateTimeOffset(), _length / 1e6, items, items / (_length / 1e6),
            Percentile.Of(responses[bucket].Span, 50), Percentile.Of(responses[bucket].Span, 95), Percentile.Of(responses[bucket].Span, 100),
            _inFlight.Mean(bucket), _executions.IsEmpty ? double.NaN : _executions.Mean(bucket),
            _queued[bucket] == 0 ? double.NaN : _queueAge[bucket] / _queued[bucket], _failed[bucket], _cold[bucket],
            _memory[bucket] == 0 ? double.NaN : _memory[bucket]))];
    }

    private void Count(int index)
    {
        ref readonly var item = ref _table.At(index);
        var (first, last) = (item.FirstSeen, item.LastSeen);

        // An item that a jumping clock ends before it begins counts where it began.
        var seen = last > first ? last : first;
        _bucketOf[index] = item.Repetition == 0 || !seen.IsKnown ? -1 : (int)((seen.Microseconds - _start.Microseconds) / _length);
        if (_bucketOf[index] is not (>= 0 and var bucket))
        {
            return;
        }

        _items[bucket]++;
        _failed[bucket] += item.Status == ItemStatus.Succeeded ? 0 : 1;
        _cold[bucket] += item.Cold == true ? 1 : 0;
        _memory[bucket] = Math.Max(_memory[bucket], item.MaxMemoryUsed);
        if (double.IsFinite(item.QueueAge))
        {
            _queued[bucket]++;
            _queueAge[bucket] += item.QueueAge;
        }

        _inFlight.Add(first, last);
        var duration = double.IsFinite(item.Duration) ? item.Duration : item.Billed;
        _executions.Add(item.Started.IsKnown || double.IsNaN(duration) ? item.Started : item.Ended.Plus(-duration), item.Ended);
    }

    private Memory<double>[] ResponsesByBucket(ItemColumn response)
    {
        var ends = new int[_items.Length + 1];
        foreach (var item in response.Items)
        {
            ends[_bucketOf[item] + 1]++;
        }

        for (var bucket = 1; bucket < ends.Length; bucket++)
        {
            ends[bucket] += ends[bucket - 1];
        }

        var sorted = response.Values;
        var items = response.Items;
        var values = new double[sorted.Length];
        var next = ends[..^1];
        for (var rank = 0; rank < values.Length; rank++)
        {
            values[next[_bucketOf[items[rank]]]++] = sorted[rank];
        }

        return [.. Enumerable.Range(0, _items.Length).Select(bucket => values.AsMemory(ends[bucket]..ends[bucket + 1]))];
    }

    private static long LengthFor(RunSpan span)
    {
        var least = (span.Last.Microseconds - span.First.Microseconds) / (MostBuckets - 2);
        var length = Array.Find(Lengths, length => length > least);
        return length > 0 ? length : ((least / Day) + 1) * Day;
    }
}
