namespace Headrace.Telemetry.Logs;

/// <summary>One event of a batch that a client puts.</summary>
/// <param name="Timestamp">The client's, Unix milliseconds.</param>
public readonly record struct LogMessage(long Timestamp, ReadOnlyMemory<byte> Utf8);
