namespace Headrace.Telemetry.Logs;

/// <summary>One event of a log stream.</summary>
/// <param name="Stream">The stream's name.</param>
/// <param name="Timestamp">When it happened, Unix milliseconds; never falls within a stream.</param>
/// <param name="IngestionTime">When the store took it, Unix milliseconds.</param>
/// <param name="Message">As it was appended, a trailing newline included.</param>
/// <param name="Position">Where it begins in its stream.</param>
/// <param name="End">Where the next event begins.</param>
public sealed record LogEvent(string Stream, long Timestamp, long IngestionTime, string Message, long Position, long End);

/// <summary>A place between two events of a stream, which stays what it is while the stream grows, and is found again where it was written anew.</summary>
/// <param name="Position">In the stream's file.</param>
/// <param name="Timestamp">Of the event before it when read forward, of the event behind it when read backward; 0 where there is none.</param>
public readonly record struct LogMark(long Position, long Timestamp);

/// <summary>A page of one stream's events, oldest first.</summary>
/// <param name="Backward">Where to read backward from for the page before this one; stays the same at the beginning of the stream.</param>
/// <param name="Forward">Where to read forward from for the page after this one; stays the same at the end of the stream.</param>
public sealed record LogPage(IReadOnlyList<LogEvent> Events, LogMark Backward, LogMark Forward);

/// <param name="CreationTime">Unix milliseconds.</param>
/// <param name="FirstEvent">Unix milliseconds; null when the stream is empty.</param>
/// <param name="LastEvent">Unix milliseconds; null when the stream is empty.</param>
/// <param name="LastIngestion">Unix milliseconds; null when the stream is empty.</param>
/// <param name="StoredBytes">On disk, framing included.</param>
public sealed record LogStreamSummary(string Name, long CreationTime, long? FirstEvent, long? LastEvent, long? LastIngestion, long StoredBytes);

/// <summary>Which of a group's events to read.</summary>
/// <param name="From">Unix milliseconds, inclusive.</param>
/// <param name="To">Unix milliseconds, exclusive.</param>
/// <param name="StreamPrefix">Only streams whose names begin so.</param>
/// <param name="Streams">Only these streams; null for all.</param>
public sealed record LogQuery(long From = 0, long To = long.MaxValue, string StreamPrefix = "", IReadOnlySet<string>? Streams = null)
{
    internal bool Takes(string stream) => stream.StartsWith(StreamPrefix, StringComparison.Ordinal) && Streams?.Contains(stream) != false;
}
