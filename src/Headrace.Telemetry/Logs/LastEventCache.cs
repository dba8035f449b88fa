using System.Collections.Concurrent;

namespace Headrace.Telemetry.Logs;

/// <summary>The time of streams' last events, so that listing ten thousand streams by it, page after page, opens each once.</summary>
internal sealed class LastEventCache
{
    /// <summary>About 30 MB; then it begins anew.</summary>
    private const int Most = 100_000;

    private readonly ConcurrentDictionary<string, (long Length, DateTime Written, long Time)> _known = new(StringComparer.Ordinal);

    /// <summary>Unix milliseconds; 0 when the stream has no event.</summary>
    public long Of(string path, string stream)
    {
        var info = new FileInfo(path);
        if (!info.Exists)
        {
            return 0;
        }

        if (_known.TryGetValue(path, out var known) && known.Length == info.Length && known.Written == info.LastWriteTimeUtc)
        {
            return known.Time;
        }

        if (_known.Count >= Most)
        {
            _known.Clear();
        }

        var time = new LogFile(path, stream).Ends()?.Last ?? 0;
        _known[path] = (info.Length, info.LastWriteTimeUtc, time);
        return time;
    }
}
