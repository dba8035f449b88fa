namespace Headrace.Wire.Events;

/// <summary>What the function answered the last time it ran.</summary>
/// <param name="FunctionError"><c>Unhandled</c>, <c>Handled</c> or null.</param>
public sealed record DestinationResponse(string ExecutedVersion, string? FunctionError, ReadOnlyMemory<byte> Payload);
