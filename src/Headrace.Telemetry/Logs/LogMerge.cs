namespace Headrace.Telemetry.Logs;

/// <summary>The events of several streams in order of time, and by stream within a millisecond.</summary>
/// <remarks>
/// A stream is opened when its first event is due, and one that was over before the query or the page not at all: a group of ten thousand streams, one after the other,
/// costs one buffer at a time.
/// </remarks>
internal sealed class LogMerge
{
    private readonly PriorityQueue<Source, (long Timestamp, string Stream)> _next = new(LogOrder.Comparer);
    private readonly LogQuery _query;
    private readonly LogCursor? _after;

    public LogMerge(IEnumerable<(string Name, string Path)> streams, LogSpanCache spans, LogQuery query, LogCursor? after)
    {
        _query = query;
        _after = after;
        var from = Math.Max(query.From, after?.Timestamp ?? 0);
        foreach (var (name, path) in streams)
        {
            if (spans.Of(path, name) is { } span && span.Last >= from && span.First < query.To)
            {
                _next.Enqueue(new Source(name, path), (Math.Max(span.First, from), name));
            }
        }
    }

    /// <summary>Null at the end.</summary>
    public LogEvent? Next()
    {
        while (_next.TryDequeue(out var source, out _))
        {
            var current = source.Events?.Current;
            source.Events ??= Open(new LogFile(source.Path, source.Stream)).GetEnumerator();
            if (source.Events.MoveNext() && source.Events.Current is { } following && following.Timestamp < _query.To)
            {
                _next.Enqueue(source, (following.Timestamp, following.Stream));
            }
            else
            {
                source.Events.Dispose();
            }

            if (current is not null)
            {
                return current;
            }
        }

        return null;
    }

    private IEnumerable<LogEvent> Open(LogFile file)
    {
        if (_after is not { } after)
        {
            return file.Forward(file.Seek(_query.From));
        }

        var order = string.CompareOrdinal(file.Stream, after.Stream);
        var timestamp = Math.Max(_query.From, order <= 0 ? after.Timestamp + 1 : after.Timestamp);
        return order == 0 && after.Timestamp >= _query.From && file.EndsEvent(after.End, after.Timestamp)
            ? file.Forward(after.End)
            : file.Forward(file.Seek(timestamp));
    }

    private sealed class Source(string stream, string path)
    {
        public string Stream => stream;

        public string Path => path;

        public IEnumerator<LogEvent>? Events { get; set; }
    }
}
