namespace Headrace.Telemetry.Logs;

/// <summary>Appends to one stream. Safe for concurrent use; several writers of one stream share its file.</summary>
public sealed class LogStreamWriter : IDisposable
{
    private readonly LogStreamFile _file;
    private int _disposed;

    internal LogStreamWriter(LogStreamFile file) => _file = file;

    /// <summary>
    /// Appends one event with the current time; it is in the file (not fsynced) when this returns. If the stream or its group was deleted
    /// meanwhile, both come into being anew, as they do for a function of AWS that goes on logging.
    /// </summary>
    /// <param name="utf8Message">One event, as it shall be read back (a trailing newline is part of it). Longer than 262,118 bytes, it becomes several.</param>
    public void Append(ReadOnlySpan<byte> utf8Message)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        _file.Append(utf8Message, isCutAtNewlines: false);
    }

    /// <summary>Appends every line as one event, its newline included, as <see cref="Append"/> would, and all at once.</summary>
    public void AppendLines(ReadOnlySpan<byte> utf8Lines)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        _file.Append(utf8Lines, isCutAtNewlines: true);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _file.Release();
        }
    }
}
