namespace Headrace.Telemetry.Logs;

/// <summary>One line of a log stream. Time is Unix milliseconds.</summary>
public readonly record struct LogEvent(long Timestamp, string Message);

/// <summary>Log groups and their streams: one append-only file a stream, so that a line is one write and survives the engine.</summary>
/// <remarks>CONTRACT (first sketch): the room's owner completes it.</remarks>
public sealed partial class LogStore
{
    /// <summary>Opens a stream for appending, creating group and stream where they do not exist. Name: <c>yyyy/MM/dd/[$LATEST]32hex</c>.</summary>
    public LogStreamWriter OpenStream(string group, string stream) => throw new NotImplementedException();
}

/// <summary>Appends to one stream; used by one environment. Safe for concurrent use.</summary>
public sealed class LogStreamWriter : IDisposable
{
    /// <summary>Appends events with the current time; they are in the file (not fsynced) when it returns.</summary>
    /// <param name="utf8Message">One event, as it shall be read back (a trailing newline is part of it).</param>
    public void Append(ReadOnlySpan<byte> utf8Message) => throw new NotImplementedException();

    public void Dispose() => throw new NotImplementedException();
}
