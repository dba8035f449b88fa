using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;

namespace Headrace.Telemetry.Logs;

/// <summary>Log groups and their streams: one append-only file a stream, so that a line is one write and survives the engine.</summary>
/// <remarks>A folder per group, a file per stream. Only streams that are being written hold a handle; the rest cost nothing but disk.</remarks>
public sealed class LogStore
{
    /// <summary>A group on its way out. No group's folder begins with a dot.</summary>
    private const string DeletedPrefix = ".deleted-";

    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, LogGroup> _groups = new(StringComparer.Ordinal);
    private readonly Lock _changingGroups = new();
    private readonly LogSpanCache _spans = new();
    private LogListing? _listing;
    private long _changes;
    private readonly Dictionary<(string Group, string Stream), LogStreamFile> _open = [];

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
        var store = new LogStore(folder, time);
        foreach (var path in Directory.EnumerateDirectories(folder))
        {
            if (Path.GetFileName(path).StartsWith(DeletedPrefix, StringComparison.Ordinal))
            {
                Directory.Delete(path, recursive: true);
            }
            else if (LogGroupFile.Read(path) is { } group)
            {
                store._groups[group.Name] = group;
            }
        }

        return store;
    }

    /// <summary>Opens a stream for appending, creating group and stream where they do not exist. Name: <c>yyyy/MM/dd/[$LATEST]32hex</c>.</summary>
    public LogStreamWriter OpenStream(string group, string stream)
    {
        lock (_open)
        {
            return new LogStreamWriter(Share(group, stream));
        }
    }

    /// <summary>False when there is one already.</summary>
    public bool CreateGroup(string name, IReadOnlyDictionary<string, string> tags)
    {
        lock (_changingGroups)
        {
            if (_groups.ContainsKey(name))
            {
                return false;
            }

            var group = new LogGroup(name, Now, null, tags.ToImmutableSortedDictionary(StringComparer.Ordinal));
            LogGroupFile.Create(FolderOf(name), name);
            LogGroupFile.Write(FolderOf(name), group);
            _groups[name] = group;
            return true;
        }
    }

    /// <summary>False when there is no such group.</summary>
    public bool ChangeGroup(string name, Func<LogGroup, LogGroup> change)
    {
        lock (_changingGroups)
        {
            if (!_groups.TryGetValue(name, out var group))
            {
                return false;
            }

            var changed = change(group);
            LogGroupFile.Write(FolderOf(name), changed);
            _groups[name] = changed;
            return true;
        }
    }

    /// <summary>Deletes a group with its streams; false when there is none. A function that goes on logging makes a new one.</summary>
    public bool DeleteGroup(string name)
    {
        var tombstone = Path.Combine(_folder, DeletedPrefix + Guid.NewGuid().ToString("N"));
        lock (_open)
        {
            lock (_changingGroups)
            {
                if (!_groups.TryRemove(name, out _))
                {
                    return false;
                }

                // First out of the way, then said to the writers: what they write between goes with the group.
                Directory.Move(FolderOf(name), tombstone);
                StreamsChanged();
            }

            foreach (var (open, file) in _open)
            {
                if (open.Group == name)
                {
                    file.MarkDeleted();
                }
            }
        }

        Directory.Delete(tombstone, recursive: true);
        return true;
    }

    /// <summary>Null when there is none.</summary>
    public LogGroup? FindGroup(string name) => _groups.GetValueOrDefault(name);

    /// <summary>The names of all groups that begin with <paramref name="prefix"/>, in order.</summary>
    public IReadOnlyList<string> ListGroups(string prefix = "") =>
        [.. _groups.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>What a group's files take, without their headers.</summary>
    public long StoredBytes(string group) => Directory.Exists(FolderOf(group))
        ? StreamsIn(FolderOf(group)).Sum(stream => Math.Max(0, new FileInfo(stream.Path).Length - LogFrame.FileHeader(Encoding.UTF8.GetBytes(stream.Name)).Length - sizeof(long)))
        : 0;

    /// <summary>Creates an empty stream; false when there is one already, null when there is no such group.</summary>
    public bool? CreateStream(string group, string stream)
    {
        lock (_open)
        {
            if (!_groups.ContainsKey(group))
            {
                return null;
            }

            var path = PathOf(group, stream);
            if (File.Exists(path))
            {
                return false;
            }

            using var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            RandomAccess.Write(handle, LogFrame.FileHeader(Encoding.UTF8.GetBytes(stream), Now), 0);
            RandomAccess.FlushToDisk(handle);
            StreamsChanged();
            return true;
        }
    }

    /// <summary>False when there is no such stream.</summary>
    public bool DeleteStream(string group, string stream)
    {
        lock (_open)
        {
            var path = PathOf(group, stream);
            if (!File.Exists(path))
            {
                return false;
            }

            File.Delete(path);
            LogIndex.Delete(path);
            StreamsChanged();
            if (_open.TryGetValue((group, stream), out var file))
            {
                file.MarkDeleted();
            }

            return true;
        }
    }

    public bool HasStream(string group, string stream) => File.Exists(PathOf(group, stream));

    /// <summary>Puts a batch that is in order of time; false when there is no such stream.</summary>
    public bool Put(string group, string stream, IReadOnlyList<LogMessage> batch)
    {
        LogStreamFile file;
        lock (_open)
        {
            if (!HasStream(group, stream))
            {
                return false;
            }

            file = Share(group, stream);
        }

        try
        {
            file.Put(batch);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return false; // the group was deleted meanwhile
        }
        finally
        {
            file.Release();
        }
    }

    /// <summary>A group's streams by name; null when there is no such group.</summary>
    public IReadOnlyList<string>? ListStreams(string group, string prefix = "") => _groups.ContainsKey(group)
        ? [.. StreamsOf(group).Select(stream => stream.Name).Where(name => name.StartsWith(prefix, StringComparison.Ordinal))]
        : null;

    /// <summary>What DescribeLogStreams says of one stream; null when there is none.</summary>
    public LogStreamSummary? Describe(string group, string stream)
    {
        var path = PathOf(group, stream);
        Span<byte> header = stackalloc byte[LogFrame.LongestFileHeader];
        long? creationTime = null;
        var info = new FileInfo(path);
        if (!info.Exists)
        {
            return null;
        }

        var file = new LogFile(path, stream);
        using (var handle = file.TryOpen())
        {
            if (handle is not null)
            {
                LogFrame.TryReadFileHeader(header[..RandomAccess.Read(handle, header, 0)], out _, out creationTime, out _);
            }
        }

        var ends = file.Ends();
        return new LogStreamSummary(
            stream, creationTime ?? ends?.FirstIngestion ?? new DateTimeOffset(info.LastWriteTimeUtc).ToUnixTimeMilliseconds(),
            ends?.First, ends?.Last, ends?.LastIngestion, info.Length);
    }

    /// <summary>Every stream of a group with the time of its last event, Unix milliseconds; 0 where it has none.</summary>
    public IReadOnlyList<(string Name, long Time)> LastEvents(string group) =>
        [.. StreamsOf(group).Select(stream => (stream.Name, _spans.Of(stream.Path, stream.Name)?.Last ?? 0))];

    /// <summary>A page of one stream's events in a time range; null when there is no such stream.</summary>
    /// <param name="mark">From a <see cref="LogPage"/>; null is the beginning when reading forward, the end when reading backward.</param>
    /// <param name="byteLimit">The page ends before the messages are longer than this together; it has at least one.</param>
    public LogPage? ReadPage(string group, string stream, LogQuery query, LogMark? mark, bool forward, int limit, long byteLimit = long.MaxValue)
    {
        var path = PathOf(group, stream);
        if (!File.Exists(path))
        {
            return null;
        }

        query = Retained(group, query);
        var file = new LogFile(path, stream);
        var start = Find(file, query, mark, forward);
        var events = new List<LogEvent>();
        foreach (var logEvent in forward ? file.Forward(start.Position) : file.Backward(start.Position))
        {
            if (forward ? logEvent.Timestamp >= query.To : logEvent.Timestamp < query.From)
            {
                break;
            }

            if (logEvent.Timestamp < query.From || logEvent.Timestamp >= query.To)
            {
                continue;
            }

            byteLimit -= Encoding.UTF8.GetByteCount(logEvent.Message);
            if (byteLimit < 0 && events.Count > 0)
            {
                break;
            }

            events.Add(logEvent);
            if (events.Count == limit)
            {
                break;
            }
        }

        if (events.Count == 0)
        {
            return new LogPage(events, start, start);
        }

        if (!forward)
        {
            events.Reverse();
        }

        return new LogPage(events, new LogMark(events[0].Position, events[0].Timestamp), new LogMark(events[^1].End, events[^1].Timestamp));
    }

    /// <summary>The events of all streams of a group, merged by time, read as they are asked for. Empty when there is no such group.</summary>
    public IEnumerable<LogEvent> Read(string group, LogQuery query, LogCursor? after = null)
    {
        query = Retained(group, query);
        var merge = new LogMerge(StreamsOf(group).Where(stream => query.Takes(stream.Name)), _spans, query, after);
        while (merge.Next() is { } logEvent)
        {
            yield return logEvent;
        }
    }

    /// <summary>Frees what groups' retention lets go; returns how many files it wrote anew. Readers do not see those events in any case.</summary>
    /// <param name="mostFiles">Stops after this many.</param>
    public int Sweep(int mostFiles, CancellationToken cancellationToken)
    {
        var swept = 0;
        foreach (var group in _groups.Values.Where(group => group.RetentionInDays is not null))
        {
            var oldest = group.OldestAt(Now);
            foreach (var (name, path) in StreamsIn(FolderOf(group.Name)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var file = new LogFile(path, name);
                if (file.Ends() is not { } ends || ends.First >= oldest || (ends.Last >= oldest && file.Seek(oldest) < ends.End / 2))
                {
                    continue; // nothing to let go, or too little to be worth writing the rest anew
                }

                Drop(group.Name, name, oldest);
                if (++swept == mostFiles)
                {
                    return swept;
                }
            }
        }

        return swept;
    }

    internal void Release((string Group, string Stream) name, LogStreamFile file)
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

    /// <summary>Where a stream's file is or comes to be; its group exists when this returns.</summary>
    internal string PathForWriting(string group, string stream)
    {
        if (!_groups.ContainsKey(group))
        {
            lock (_changingGroups)
            {
                if (!_groups.ContainsKey(group))
                {
                    LogGroupFile.Create(FolderOf(group), group);
                    _groups[group] = new LogGroup(group, Now, null, ImmutableSortedDictionary<string, string>.Empty);
                }
            }
        }

        return PathOf(group, stream);
    }

    /// <summary>Call it when a stream has come or gone: until then readers may not know.</summary>
    internal void StreamsChanged() => Interlocked.Increment(ref _changes);

    /// <summary>A group's streams in order of their names.</summary>
    private IReadOnlyList<(string Name, string Path)> StreamsOf(string group)
    {
        var (folder, changes) = (FolderOf(group), Interlocked.Read(ref _changes));
        if (_listing is { } listing && listing.Folder == folder && listing.Changes == changes)
        {
            return listing.Streams;
        }

        (string Name, string Path)[] streams = [.. StreamsIn(folder).OrderBy(stream => stream.Name, StringComparer.Ordinal)];
        _listing = streams.Length <= LogListing.Most ? new LogListing(folder, changes, streams) : null;
        return streams;
    }

    private static IEnumerable<(string Name, string Path)> StreamsIn(string folder)
    {
        foreach (var path in EnumerateFiles(folder))
        {
            var fileName = Path.GetFileName(path);
            if (!fileName.StartsWith('.') && (LogName.Decode(fileName) ?? NameIn(path)) is { } name)
            {
                yield return (name, path);
            }
        }
    }

    private static IEnumerable<string> EnumerateFiles(string folder)
    {
        try
        {
            return Directory.EnumerateFiles(folder);
        }
        catch (DirectoryNotFoundException)
        {
            return []; // deleted meanwhile
        }
    }

    /// <summary>The name a stream's file begins with; null when a crash came before it was written, or the stream is gone meanwhile.</summary>
    private static string? NameIn(string path)
    {
        Span<byte> header = stackalloc byte[LogFrame.LongestFileHeader];
        using var handle = LogFile.TryOpen(path);
        return handle is not null && LogFrame.TryReadFileHeader(header[..RandomAccess.Read(handle, header, 0)], out var name, out _, out _) ? Encoding.UTF8.GetString(name) : null;
    }

    /// <summary>The mark itself, where the stream still has it; else the place that its time leads to.</summary>
    private static LogMark Find(LogFile file, LogQuery query, LogMark? mark, bool forward)
    {
        if (mark is not { } at)
        {
            return forward
                ? new LogMark(file.Seek(query.From), Math.Max(0, query.From - 1))
                : new LogMark(query.To == long.MaxValue ? file.End() : file.Seek(query.To), query.To);
        }

        if (at.Position > file.Start && (file.EndsEvent(at.Position, at.Timestamp) || file.BeginsEvent(at.Position, at.Timestamp)))
        {
            return at;
        }

        return at with { Position = file.Seek(forward && at.Timestamp < long.MaxValue ? at.Timestamp + 1 : at.Timestamp) };
    }

    private LogQuery Retained(string group, LogQuery query) =>
        FindGroup(group) is { RetentionInDays: not null } kept ? query with { From = Math.Max(query.From, kept.OldestAt(Now)) } : query;

    private void Drop(string group, string stream, long oldest)
    {
        LogStreamFile file;
        lock (_open)
        {
            if (!HasStream(group, stream))
            {
                return;
            }

            file = Share(group, stream);
        }

        try
        {
            file.DropBefore(oldest);
        }
        catch (DirectoryNotFoundException)
        {
            // The group was deleted meanwhile.
        }
        finally
        {
            file.Release();
        }
    }

    /// <summary>Under <see cref="_open"/>.</summary>
    private LogStreamFile Share(string group, string stream)
    {
        if (!_open.TryGetValue((group, stream), out var file))
        {
            file = new LogStreamFile(this, (group, stream), PathForWriting(group, stream));
            _open.Add((group, stream), file);
        }

        file.Writers++;
        return file;
    }

    private string FolderOf(string group) => Path.Combine(_folder, LogName.Encode(group));

    private string PathOf(string group, string stream) => Path.Combine(FolderOf(group), LogName.Encode(stream));
}
