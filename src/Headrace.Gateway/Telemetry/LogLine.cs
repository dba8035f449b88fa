namespace Headrace.Gateway.Telemetry;

/// <param name="Timestamp">Unix milliseconds.</param>
/// <param name="Message">As it was written, a trailing newline included.</param>
public sealed record LogLine(string Stream, long Timestamp, string Message);
