using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;

namespace Headrace.Telemetry.Logs;

/// <summary>Log groups and their streams: one append-only file a stream, so that a line is one write and survives the engine.</summary>
/// <remarks>A folder per group, a file per stream. Only streams that are being written hold a handle; the rest cost nothing but disk.</remarks>
public sealed class LogStore
{
    /// <summary>Holds the name of a group whose name is too long for a folder.</summary>
    private const string LongNameFile = ".name";

    /// <summary>CloudWatch takes events up to two hours ahead of the clock; a file older than that can hold nothing newer.</summary>
    private static readonly TimeSpan MostAhead = TimeSpan.FromHours(2);

    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly Dictionary<(string Group, string Stream), LogStreamWriter.SharedFile> _open = [];
    private ImmutableArray<LogFollower> _followers = [];

    private LogStore(string folder, TimeProvider time)
    {
        _folder = folder;
        _time = time;
    }

    internal long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <param name="folder">Created when absent.</param>
    public static LogStore Open(string folder, TimeProvider time)
    {
        Directory.CreateDirectory(folder);
        return new LogStore(folder, time);
    }

    /// <summary>Opens a stream for appending, creating group and stream where they do not exist. Name: <c>yyyy/MM/dd/[$LATEST]32hex</c>.</summary>
    public LogStreamWriter OpenStream(string group, string stream)
    {
        lock (_open)
        {
            if (!_open.TryGetValue((group, stream), out var file))
            {
                file = LogStreamWriter.SharedFile.Open(this, (group, stream), Path.Combine(CreateGroup(group), LogName.Encode(stream)));
                _open.Add((group, stream), file);
            }

            file.Writers++;
            return new LogStreamWriter(file);
        }
    }

    /// <summary>The names of all groups that begin with <paramref name="prefix"/>, in order.</summary>
    public IReadOnlyList<string> ListGroups(string prefix = "") =>
        [.. Directory.EnumerateDirectories(_folder)
            .Select(folder => LogName.Decode(Path.GetFileName(folder)) ?? File.ReadAllText(Path.Combine(folder, LongNameFile)))
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    /// <summary>A group's streams by name; null when there is no such group.</summary>
    public IReadOnlyList<string>? ListStreams(string group, string prefix = "")
    {
        var folder = FolderOf(group);
        return Directory.Exists(folder)
            ? [.. StreamsIn(folder).Select(stream => stream.Name).Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)]
            : null;
    }

    /// <summary>What DescribeLogStreams says of one stream; null when there is none.</summary>
    public LogStreamSummary? Describe(string group, string stream)
    {
        var path = PathOf(group, stream);
        var info = new FileInfo(path);
        if (!info.Exists)
        {
            return null;
        }

        var file = new LogFile(path, stream);
        var first = file.Forward(file.Start).FirstOrDefault();
        var last = first is null ? null : file.Last();
        return new LogStreamSummary(
            stream, first?.IngestionTime ?? new DateTimeOffset(info.LastWriteTimeUtc).ToUnixTimeMilliseconds(), first?.Timestamp, last?.Timestamp, last?.IngestionTime, info.Length);
    }

    /// <summary>A page of one stream's events in a time range; null when there is no such stream.</summary>
    /// <param name="position">From a <see cref="LogPage"/>; null is the beginning when reading forward, the end when reading backward.</param>
    public LogPage? ReadPage(string group, string stream, LogQuery query, long? position, bool forward, int limit)
    {
        var path = PathOf(group, stream);
        if (!File.Exists(path))
        {
            return null;
        }

        var file = new LogFile(path, stream);
        var start = position ?? (forward ? file.Start : file.End());
        List<LogEvent> events = [.. forward
            ? file.Forward(start).TakeWhile(logEvent => logEvent.Timestamp < query.To).Where(query.Takes).Take(limit)
            : file.Backward(start).TakeWhile(logEvent => logEvent.Timestamp >= query.From).Where(query.Takes).Take(limit)];
        if (!forward)
        {
            events.Reverse();
        }

        return events.Count == 0
            ? new LogPage(events, start, start)
            : new LogPage(events, events[0].Position, events[^1].End);
    }

    /// <summary>The events of all streams of a group, merged by time, read as they are asked for. Empty when there is no such group.</summary>
    public IEnumerable<LogEvent> Read(string group, LogQuery query)
    {
        var folder = FolderOf(group);
        if (!Directory.Exists(folder))
        {
            yield break;
        }

        var oldest = query.From <= 0 ? DateTime.MinValue : DateTimeOffset.FromUnixTimeMilliseconds(query.From).UtcDateTime - MostAhead;
        var next = new PriorityQueue<IEnumerator<LogEvent>, (long Timestamp, string Stream)>(LogOrder.Comparer);
        try
        {
            foreach (var (name, path) in StreamsIn(folder))
            {
                if (name.StartsWith(query.StreamPrefix, StringComparison.Ordinal) && File.GetLastWriteTimeUtc(path) >= oldest)
                {
                    Enqueue(next, new LogFile(path, name).Forward(0).TakeWhile(logEvent => logEvent.Timestamp < query.To).Where(query.Takes).GetEnumerator());
                }
            }

            while (next.TryDequeue(out var events, out _))
            {
                yield return events.Current;
                Enqueue(next, events);
            }
        }
        finally
        {
            while (next.TryDequeue(out var events, out _))
            {
                events.Dispose();
            }
        }
    }

    /// <summary>The same, then every event as it is appended, until cancelled. A group may come into being meanwhile.</summary>
    public async IAsyncEnumerable<LogEvent> FollowAsync(string group, LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var follower = new LogFollower(group);
        ImmutableInterlocked.Update(ref _followers, followers => followers.Add(follower));
        try
        {
            var seen = new Dictionary<string, long>();
            foreach (var logEvent in Read(group, query))
            {
                seen[logEvent.Stream] = logEvent.End;
                yield return logEvent;
            }

            while (true)
            {
                foreach (var stream in await follower.WaitAsync(cancellationToken))
                {
                    if (!stream.StartsWith(query.StreamPrefix, StringComparison.Ordinal))
                    {
                        continue;
                    }

                    foreach (var logEvent in new LogFile(PathOf(group, stream), stream).Forward(seen.GetValueOrDefault(stream)))
                    {
                        seen[stream] = logEvent.End;
                        if (query.Takes(logEvent))
                        {
                            yield return logEvent;
                        }
                    }
                }
            }
        }
        finally
        {
            ImmutableInterlocked.Update(ref _followers, followers => followers.Remove(follower));
        }
    }

    internal void Touch(string group, string stream)
    {
        foreach (var follower in _followers)
        {
            if (follower.Group == group)
            {
                follower.Touch(stream);
            }
        }
    }

    internal void Release((string Group, string Stream) name, LogStreamWriter.SharedFile file)
    {
        lock (_open)
        {
            if (--file.Writers == 0)
            {
                _open.Remove(name);
                file.Close();
            }
        }
    }

    private static void Enqueue(PriorityQueue<IEnumerator<LogEvent>, (long Timestamp, string Stream)> next, IEnumerator<LogEvent> events)
    {
        if (events.MoveNext())
        {
            next.Enqueue(events, (events.Current.Timestamp, events.Current.Stream));
        }
        else
        {
            events.Dispose();
        }
    }

    private static IEnumerable<(string Name, string Path)> StreamsIn(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            var fileName = Path.GetFileName(path);
            if (fileName != LongNameFile && (LogName.Decode(fileName) ?? NameIn(path)) is { } name)
            {
                yield return (name, path);
            }
        }
    }

    /// <summary>The name a stream's file begins with; null when a crash came before it was written.</summary>
    private static string? NameIn(string path)
    {
        Span<byte> header = stackalloc byte[2100];
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return LogFrame.TryReadFileHeader(header[..RandomAccess.Read(handle, header, 0)], out var name, out _) ? Encoding.UTF8.GetString(name) : null;
    }

    private string CreateGroup(string group)
    {
        var folder = FolderOf(group);
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            if (LogName.Decode(Path.GetFileName(folder)) is null)
            {
                File.WriteAllText(Path.Combine(folder, LongNameFile), group);
            }
        }

        return folder;
    }

    private string FolderOf(string group) => Path.Combine(_folder, LogName.Encode(group));

    private string PathOf(string group, string stream) => Path.Combine(FolderOf(group), LogName.Encode(stream));
}
