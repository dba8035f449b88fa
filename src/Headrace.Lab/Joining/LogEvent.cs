namespace Headrace.Lab.Joining;

/// <summary>One event of a function's log.</summary>
/// <param name="Stream">The log stream, or whatever keeps one environment's events apart.</param>
/// <param name="Timestamp">Unix milliseconds.</param>
public readonly record struct LogEvent(string Stream, long Timestamp, string Message);
