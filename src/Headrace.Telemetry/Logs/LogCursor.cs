namespace Headrace.Telemetry.Logs;

/// <summary>How far a reading of several streams has come: the last event that was looked at.</summary>
/// <param name="End">Where that event ends in its stream.</param>
public readonly record struct LogCursor(long Timestamp, string Stream, long End);
