using Headrace.Ledger;
using Microsoft.Win32.SafeHandles;

namespace Headrace.Store.Contents;

/// <summary>A file that contents are appended to: by many at once, each in its own extent, or by one that has it to itself.</summary>
internal sealed class Segment(long number, SafeFileHandle file, string folder, PieceKind kind) : IDurableContent
{
    private long _end;
    private int _unflushed;
    private int _nameUnflushed = 1;
    private int _stages;
    private volatile bool _broken;

    public long Number { get; } = number;

    /// <summary><see cref="PieceKind.Shared"/> or <see cref="PieceKind.Own"/>.</summary>
    public PieceKind Kind { get; } = kind;

    public SafeFileHandle File { get; } = file;

    public long End => _end;

    /// <summary>All that was written is on disk.</summary>
    public bool IsFlushed => Volatile.Read(ref _unflushed) == 0 && Volatile.Read(ref _nameUnflushed) == 0;

    /// <summary>A flush failed: what the kernel still holds of it cannot be trusted, so nothing more is committed from this file.</summary>
    public bool IsBroken => _broken;

    /// <summary>Stages that write here, or whose row is not committed yet. Guarded by the folder.</summary>
    public int Stages => _stages;

    /// <summary>Sets bytes aside at the end; whole blocks, so that they can be given back alone. Guarded by the folder.</summary>
    public long Reserve(long length)
    {
        var start = _end;
        _end += SegmentFolder.Blocks(length);
        _stages++;
        return start;
    }

    public void EndStage() => _stages--;

    public void Write(ReadOnlySpan<byte> bytes, long at)
    {
        RandomAccess.Write(File, bytes, at);
        Volatile.Write(ref _unflushed, 1);
    }

    /// <summary>Says that bytes were written past <see cref="Write"/>.</summary>
    public void MarkWritten() => Volatile.Write(ref _unflushed, 1);

    /// <exception cref="IOException">The disk refused, now or earlier.</exception>
    public void Flush()
    {
        if (_broken)
        {
            throw new IOException($"Segment {Number:x} could not be flushed earlier.");
        }

        try
        {
            FlushOnce();
        }
        catch (IOException)
        {
            _broken = true;
            throw;
        }
    }

    private void FlushOnce()
    {
        // Cleared first: what is written meanwhile is for the next flush.
        if (Interlocked.Exchange(ref _nameUnflushed, 0) == 1)
        {
            LinuxFile.SyncFolder(folder);
        }

        if (Interlocked.Exchange(ref _unflushed, 0) == 1)
        {
            LinuxFile.SyncData(File);
        }
    }
}
