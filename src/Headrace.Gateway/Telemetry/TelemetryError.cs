namespace Headrace.Gateway.Telemetry;

public sealed record TelemetryError(string Code, string Message, string RequestId);
