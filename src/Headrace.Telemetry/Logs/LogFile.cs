using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Headrace.Telemetry.Logs;

/// <summary>Reads a stream's file, in either direction and from any time.</summary>
internal sealed class LogFile(string path, string stream)
{
    private const int BackwardChunk = 32 * 1024;

    public string Path { get; } = path;

    /// <summary>Where the first event begins.</summary>
    public long Start { get; } = StartOf(path, stream);

    public string Stream => stream;

    /// <summary>The events from a position on, oldest first, up to the last that is whole.</summary>
    public IEnumerable<LogEvent> Forward(long position)
    {
        var walker = new FrameWalker(this, Math.Max(position, Start));
        while (walker.MoveNext())
        {
            yield return Event(walker.Frame, walker.Position);
        }
    }

    /// <summary>The events before a position that begins an event (or is the end of the stream), newest first.</summary>
    public IEnumerable<LogEvent> Backward(long position)
    {
        using var handle = TryOpen();
        if (handle is null)
        {
            yield break;
        }

        var chunk = new byte[Math.Clamp(position - Start, 0, BackwardChunk)];
        var chunkPosition = position;
        while (position - Start >= LogFrame.Overhead)
        {
            // The chunk holds what stands before the position; a frame that it does not hold is read alone.
            if (position - chunkPosition < LogFrame.Overhead)
            {
                chunkPosition = Math.Max(Start, position - chunk.Length);
                RandomAccess.Read(handle, chunk.AsSpan(0, (int)(position - chunkPosition)), chunkPosition);
            }

            var length = LogFrame.LengthBefore(chunk.AsSpan((int)(position - chunkPosition) - sizeof(uint)));
            var at = position - length - chunkPosition;
            if (at >= 0 && LogFrame.LengthOf(chunk.AsSpan((int)at)) == length)
            {
                yield return Event(chunk.AsSpan((int)at, (int)length), position - length);
                position -= length;
            }
            else if (at < 0 && ReadBefore(handle, position) is { } logEvent)
            {
                yield return logEvent;
                position = logEvent.Position;
                chunkPosition = position;
            }
            else
            {
                yield break;
            }
        }
    }

    /// <summary>Where the first event stands that is not older than a time; the end of the stream when there is none.</summary>
    public long Seek(long timestamp)
    {
        using var handle = TryOpen();
        return handle is null ? Start : Seek(handle, timestamp);
    }

    public long Seek(SafeFileHandle handle, long timestamp)
    {
        var position = Start;
        if (timestamp <= 0)
        {
            return position;
        }

        if (LogIndex.Before(Path, timestamp) is { } hint && hint.Position > Start && BeginsFrame(handle, hint.Position, hint.Timestamp))
        {
            position = hint.Position;
        }

        var walker = new FrameWalker(this, position);
        while (walker.MoveNext())
        {
            if (walker.Timestamp >= timestamp)
            {
                return walker.Position;
            }

            position = walker.End;
        }

        return position;
    }

    /// <summary>Whether an event with this time ends at a position.</summary>
    public bool EndsEvent(long position, long timestamp)
    {
        using var handle = TryOpen();
        return handle is not null && EndsFrame(handle, position, timestamp);
    }

    /// <summary>Whether an event with this time begins at a position.</summary>
    public bool BeginsEvent(long position, long timestamp)
    {
        using var handle = TryOpen();
        return handle is not null && BeginsFrame(handle, position, timestamp);
    }

    /// <summary>Time and ingestion of the first event, of the last that is whole, and where that ends; null when there is none.</summary>
    public (long First, long FirstIngestion, long Last, long LastIngestion, long End)? Ends()
    {
        using var handle = TryOpen();
        Span<byte> first = stackalloc byte[LogFrame.HeaderLength];
        Span<byte> last = stackalloc byte[LogFrame.HeaderLength];
        if (handle is null || RandomAccess.Read(handle, first, Start) < first.Length || LogFrame.LengthOf(first) == 0)
        {
            return null;
        }

        var end = RandomAccess.GetLength(handle);
        if (!HeaderBefore(handle, end, last))
        {
            // The end is torn or being written: walk to the last that is whole.
            end = LastWholeEnd(handle);
            if (end == Start || !HeaderBefore(handle, end, last))
            {
                return null;
            }
        }

        return (LogFrame.Timestamp(first), LogFrame.IngestionTime(first), LogFrame.Timestamp(last), LogFrame.IngestionTime(last), end);
    }

    /// <summary>Where the last whole event ends.</summary>
    public long End() => Ends()?.End ?? Start;

    /// <summary>Null when the stream is gone or was never written.</summary>
    public SafeFileHandle? TryOpen() => TryOpen(Path);

    /// <inheritdoc cref="TryOpen()"/>
    public static SafeFileHandle? TryOpen(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public static bool EndsFrame(SafeFileHandle handle, long position, long timestamp)
    {
        Span<byte> header = stackalloc byte[LogFrame.HeaderLength];
        return HeaderBefore(handle, position, header) && LogFrame.Timestamp(header) == timestamp;
    }

    private static bool BeginsFrame(SafeFileHandle handle, long position, long timestamp)
    {
        Span<byte> header = stackalloc byte[LogFrame.HeaderLength];
        Span<byte> trailer = stackalloc byte[sizeof(uint)];
        return RandomAccess.Read(handle, header, position) == header.Length && LogFrame.Timestamp(header) == timestamp
            && LogFrame.LengthOf(header) is > 0 and var length
            && RandomAccess.Read(handle, trailer, position + length - trailer.Length) == trailer.Length && LogFrame.LengthBefore(trailer) == length;
    }

    /// <summary>Reads the header of the frame that ends at a position; false when none does.</summary>
    private static bool HeaderBefore(SafeFileHandle handle, long position, Span<byte> header)
    {
        Span<byte> trailer = stackalloc byte[sizeof(uint)];
        if (position < LogFrame.Overhead || RandomAccess.Read(handle, trailer, position - trailer.Length) < trailer.Length)
        {
            return false;
        }

        var length = LogFrame.LengthBefore(trailer);
        return length <= position && length <= LogFrame.Overhead + LogFrame.LongestMessage
            && RandomAccess.Read(handle, header, position - length) == header.Length && LogFrame.LengthOf(header) == length;
    }

    private static long StartOf(string path, string stream)
    {
        var usual = LogFrame.FileHeader(Encoding.UTF8.GetBytes(stream)).Length;
        Span<byte> magic = stackalloc byte[4];
        using var handle = TryOpen(path);
        return handle is not null && RandomAccess.Read(handle, magic, 0) == magic.Length && magic.SequenceEqual("HRL2"u8) ? usual + sizeof(long) : usual;
    }

    private long LastWholeEnd(SafeFileHandle handle)
    {
        var position = LogIndex.Last(Path) is { } hint && hint.Position > Start && BeginsFrame(handle, hint.Position, hint.Timestamp) ? hint.Position : Start;
        var walker = new FrameWalker(this, position);
        while (walker.MoveNext())
        {
            position = walker.End;
        }

        return position;
    }

    private LogEvent? ReadBefore(SafeFileHandle handle, long position)
    {
        Span<byte> header = stackalloc byte[LogFrame.HeaderLength];
        if (!HeaderBefore(handle, position, header))
        {
            return null;
        }

        var frame = new byte[LogFrame.LengthOf(header)];
        return RandomAccess.Read(handle, frame, position - frame.Length) == frame.Length ? Event(frame, position - frame.Length) : null;
    }

    private LogEvent Event(ReadOnlySpan<byte> frame, long position) => new(
        stream, LogFrame.Timestamp(frame), LogFrame.IngestionTime(frame), Encoding.UTF8.GetString(LogFrame.Message(frame)), position, position + frame.Length);
}
