using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Headrace.Telemetry.Logs;

/// <summary>Reads a stream's file, in either direction. No handle stays open between chunks, so that thousands of streams can be read side by side.</summary>
internal sealed class LogFile(string path, string stream)
{
    private const int ChunkLength = 32 * 1024;

    /// <summary>Where the first event begins; 0 when the file has no header yet.</summary>
    public long Start { get; } = LogFrame.FileHeader(Encoding.UTF8.GetBytes(stream)).Length;

    /// <summary>The events from a position on, oldest first, up to the last that is whole.</summary>
    public IEnumerable<LogEvent> Forward(long position)
    {
        position = Math.Max(position, Start);
        var wanted = ChunkLength;
        while (true)
        {
            var chunk = Read(position, wanted);
            var taken = 0;
            while (WholeFrameAt(chunk.AsSpan(taken)) is > 0 and var length)
            {
                yield return Event(chunk.AsSpan(taken, length), position + taken);
                taken += length;
            }

            if (chunk.Length < wanted)
            {
                yield break;
            }

            // Nothing taken from a full chunk: the frame is longer than the chunk, or it is none.
            var needed = taken > 0 ? ChunkLength : LogFrame.LengthOf(chunk);
            if (taken == 0 && needed <= wanted)
            {
                yield break;
            }

            position += taken;
            wanted = needed;
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

        while (position - Start >= LogFrame.Overhead)
        {
            if (ReadBefore(handle, position) is not { } logEvent)
            {
                yield break;
            }

            yield return logEvent;
            position = logEvent.Position;
        }
    }

    /// <summary>The last whole event; null when there is none.</summary>
    public LogEvent? Last()
    {
        using (var handle = TryOpen())
        {
            if (handle is null)
            {
                return null;
            }

            if (ReadBefore(handle, RandomAccess.GetLength(handle)) is { } logEvent)
            {
                return logEvent;
            }
        }

        // The end is torn or being written: walk to the last that is whole.
        return Forward(Start).LastOrDefault();
    }

    /// <summary>Where the last whole event ends.</summary>
    public long End() => Last()?.End ?? Start;

    private LogEvent? ReadBefore(SafeFileHandle handle, long position)
    {
        Span<byte> trailer = stackalloc byte[sizeof(uint)];
        if (position - Start < LogFrame.Overhead || RandomAccess.Read(handle, trailer, position - trailer.Length) < trailer.Length)
        {
            return null;
        }

        var length = LogFrame.LengthBefore(trailer);
        if (length > position - Start || length > LogFrame.Overhead + LogFrame.LongestMessage)
        {
            return null;
        }

        var frame = new byte[length];
        return RandomAccess.Read(handle, frame, position - length) == length && LogFrame.LengthOf(frame) == length
            ? Event(frame, position - length)
            : null;
    }

    private LogEvent Event(ReadOnlySpan<byte> frame, long position) => new(
        stream, LogFrame.Timestamp(frame), LogFrame.IngestionTime(frame), Encoding.UTF8.GetString(LogFrame.Message(frame)), position, position + frame.Length);

    /// <summary>The length of the whole frame that begins here, or 0.</summary>
    private static int WholeFrameAt(ReadOnlySpan<byte> bytes)
    {
        var length = bytes.Length < LogFrame.HeaderLength ? 0 : LogFrame.LengthOf(bytes);
        return length > 0 && length <= bytes.Length && LogFrame.IsWhole(bytes[..length]) ? length : 0;
    }

    private byte[] Read(long position, int wanted)
    {
        using var handle = TryOpen();
        var available = handle is null ? 0 : Math.Clamp(RandomAccess.GetLength(handle) - position, 0, wanted);
        var chunk = new byte[available];
        var read = available == 0 ? 0 : RandomAccess.Read(handle!, chunk, position);
        return read == chunk.Length ? chunk : chunk[..read];
    }

    /// <summary>Null when the stream is gone or was never written.</summary>
    private SafeFileHandle? TryOpen()
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
}
