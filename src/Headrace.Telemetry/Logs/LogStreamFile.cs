using System.Buffers;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Headrace.Telemetry.Logs;

/// <summary>The one open handle of a stream that is being written.</summary>
internal sealed class LogStreamFile
{
    /// <summary>Of a line that is longer than an event: no character is longer than four bytes.</summary>
    private const int ShortestPart = LogFrame.LongestLine - 3;

    private readonly LogStore _store;
    private readonly (string Group, string Stream) _name;
    private readonly Lock _appending = new();
    private SafeFileHandle _handle;
    private string _path;
    private long _end;
    private long _indexed;
    private long _lastTimestamp;
    private bool _isDeleted;

    /// <summary>Opens or creates the file, and cuts what a crash left half written at its end.</summary>
    public LogStreamFile(LogStore store, (string Group, string Stream) name, string path)
    {
        _store = store;
        _name = name;
        _path = path;
        _handle = Open();
    }

    /// <summary>Guarded by the store.</summary>
    public int Writers { get; set; }

    /// <summary>Appends what a function wrote, with the current time, in one write.</summary>
    /// <param name="isCutAtNewlines">Whether each line is an event of its own.</param>
    public void Append(ReadOnlySpan<byte> text, bool isCutAtNewlines)
    {
        var most = 1 + (text.Length / ShortestPart) + (isCutAtNewlines ? text.Count((byte)'\n') : 0);
        var length = text.Length + (most * LogFrame.Overhead);
        byte[]? rented = null;
        var frames = length <= 1024 ? stackalloc byte[length] : rented = ArrayPool<byte>.Shared.Rent(length);
        lock (_appending)
        {
            Revive();
            var now = Math.Max(_store.Now, _lastTimestamp);
            var written = 0;
            do
            {
                var newline = isCutAtNewlines ? text.IndexOf((byte)'\n') : -1;
                var line = newline < 0 ? text : text[..(newline + 1)];
                var part = line[..PartLength(line)];
                text = text[part.Length..];
                Index(now, _end + written);
                written += LogFrame.Write(frames[written..], now, now, part);
            }
            while (!text.IsEmpty);

            RandomAccess.Write(_handle, frames[..written], _end);
            _end += written;
            _lastTimestamp = now;
        }

        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Puts a batch, in order of time, where its times belong: mostly at the end. It is on disk when this returns.</summary>
    public void Put(IReadOnlyList<LogMessage> batch)
    {
        lock (_appending)
        {
            Revive();
            var now = _store.Now;
            if (_lastTimestamp > batch[0].Timestamp)
            {
                Rewrite(long.MinValue, batch, now);
                return;
            }

            var length = batch.Sum(message => LogFrame.Overhead + message.Utf8.Length);
            var frames = ArrayPool<byte>.Shared.Rent(length);
            try
            {
                var written = 0;
                foreach (var message in batch)
                {
                    Index(message.Timestamp, _end + written);
                    written += LogFrame.Write(frames.AsSpan(written), message.Timestamp, now, message.Utf8.Span);
                }

                RandomAccess.Write(_handle, frames.AsSpan(0, written), _end);
                RandomAccess.FlushToDisk(_handle);
                _end += written;
                _lastTimestamp = batch[^1].Timestamp;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(frames);
            }
        }
    }

    /// <summary>Drops the events older than a time.</summary>
    public void DropBefore(long timestamp)
    {
        lock (_appending)
        {
            if (!_isDeleted)
            {
                Rewrite(timestamp, [], 0);
            }
        }
    }

    public void Release() => _store.Release(_name, this);

    public void Close() => _handle.Dispose();

    /// <summary>The file is gone: whoever still writes begins a new one.</summary>
    public void MarkDeleted()
    {
        lock (_appending)
        {
            _isDeleted = true;
        }
    }

    /// <summary>The longest beginning that fits one event and does not cut a character.</summary>
    private static int PartLength(ReadOnlySpan<byte> message)
    {
        if (message.Length <= LogFrame.LongestLine)
        {
            return message.Length;
        }

        var length = LogFrame.LongestLine;
        while (length > ShortestPart && (message[length] & 0xC0) == 0x80)
        {
            length--;
        }

        return length;
    }

    private void Index(long timestamp, long position)
    {
        if (position - _indexed >= LogIndex.Interval)
        {
            LogIndex.Append(_path, timestamp, position);
            _indexed = position;
        }
    }

    private void Revive()
    {
        while (_isDeleted)
        {
            _handle.Dispose();
            _path = _store.PathForWriting(_name.Group, _name.Stream);
            try
            {
                _handle = Open();
                _isDeleted = false;
            }
            catch (DirectoryNotFoundException)
            {
                // The group was deleted once more, just now.
            }
        }
    }

    private SafeFileHandle Open()
    {
        var handle = File.OpenHandle(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            Recover(handle);
            _store.StreamsChanged();
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private void Recover(SafeFileHandle handle)
    {
        _indexed = 0;
        _lastTimestamp = 0;
        Span<byte> header = stackalloc byte[LogFrame.LongestFileHeader];
        if (!LogFrame.TryReadFileHeader(header[..RandomAccess.Read(handle, header, 0)], out _, out _, out var start))
        {
            RandomAccess.SetLength(handle, 0);
            var made = LogFrame.FileHeader(Encoding.UTF8.GetBytes(_name.Stream));
            RandomAccess.Write(handle, made, 0);
            _end = made.Length;
            LogIndex.Delete(_path);
            return;
        }

        var ends = new LogFile(_path, _name.Stream).Ends();
        _end = ends?.End ?? start;
        _lastTimestamp = ends?.Last ?? 0;
        if (RandomAccess.GetLength(handle) > _end)
        {
            RandomAccess.SetLength(handle, _end);
        }

        if (_end >= LogIndex.Interval)
        {
            CompleteIndex(start);
        }
    }

    /// <summary>Entries for what a crash, or an engine that kept no index, left without.</summary>
    private void CompleteIndex(long start)
    {
        LogIndex.CutFrom(_path, _end);
        var last = LogIndex.Last(_path);
        var file = new LogFile(_path, _name.Stream);
        if (last is { } entry && !file.BeginsEvent(entry.Position, entry.Timestamp))
        {
            LogIndex.Delete(_path);
            last = null;
        }

        _indexed = last?.Position ?? 0;
        if (_end - _indexed >= 2 * LogIndex.Interval)
        {
            var walker = new FrameWalker(file, Math.Max(start, _indexed));
            while (walker.MoveNext())
            {
                Index(walker.Timestamp, walker.Position);
            }
        }
    }

    /// <summary>Writes the file anew beside the old one, without the events older than a time and with a batch merged in, and puts it in the old one's place.</summary>
    private void Rewrite(long dropBefore, IReadOnlyList<LogMessage> batch, long now)
    {
        var temporary = Path.Combine(Path.GetDirectoryName(_path)!, ".new-" + Path.GetFileName(_path));
        var old = new LogFile(_path, _name.Stream);
        var index = new List<(long Timestamp, long Position)>();
        using (var target = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 256 * 1024))
        {
            var header = new byte[old.Start];
            RandomAccess.Read(_handle, header, 0);
            target.Write(header);
            var walker = new FrameWalker(old, dropBefore > 0 ? old.Seek(dropBefore) : old.Start);
            var next = 0;
            while (walker.MoveNext())
            {
                for (; next < batch.Count && batch[next].Timestamp < walker.Timestamp; next++)
                {
                    Write(target, batch[next]);
                }

                Note(target.Position, walker.Timestamp);
                target.Write(walker.Frame);
                _lastTimestamp = walker.Timestamp;
            }

            for (; next < batch.Count; next++)
            {
                Write(target, batch[next]);
                _lastTimestamp = batch[next].Timestamp;
            }

            _end = target.Position;
            target.Flush(flushToDisk: true);
        }

        LogIndex.Delete(_path);
        File.Move(temporary, _path, overwrite: true);
        index.ForEach(entry => LogIndex.Append(_path, entry.Timestamp, entry.Position));
        _indexed = index.Count > 0 ? index[^1].Position : 0;
        _handle.Dispose();
        _handle = File.OpenHandle(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

        void Write(FileStream target, LogMessage message)
        {
            Note(target.Position, message.Timestamp);
            var frame = new byte[LogFrame.Overhead + message.Utf8.Length];
            LogFrame.Write(frame, message.Timestamp, now, message.Utf8.Span);
            target.Write(frame);
        }

        void Note(long position, long timestamp)
        {
            if (position - (index.Count > 0 ? index[^1].Position : 0) >= LogIndex.Interval)
            {
                index.Add((timestamp, position));
            }
        }
    }
}
