using System.Collections.Concurrent;

namespace Headrace.Telemetry.Logs;

/// <summary>The times of streams' first and last events, so that going through ten thousand streams, page after page, opens each once.</summary>
internal sealed class LogSpanCache
{
    /// <summary>About 30 MB; then it begins anew.</summary>
    private const int Most = 100_000;

    private readonly ConcurrentDictionary<string, (long Length, DateTime Written, (long First, long Last)? Span)> _known = new(StringComparer.Ordinal);

    /// <summary>Unix milliseconds; null when the stream has no event, or is gone.</summary>
    public (long First, long Last)? Of(string path, string stream)
    {
        var info = new FileInfo(path);
        if (!info.Exists)
        {
            return null;
        }

        if (_known.TryGetValue(path, out var known) && known.Length == info.Length && known.Written == info.LastWriteTimeUtc)
        {
            return known.Span;
        }

        if (_known.Count >= Most)
        {
            _known.Clear();
        }

        (long, long)? span = new LogFile(path, stream).Ends() is { } ends ? (ends.First, ends.Last) : null;
        _known[path] = (info.Length, info.LastWriteTimeUtc, span);
        return span;
    }
}
