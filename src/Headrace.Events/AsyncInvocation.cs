namespace Headrace.Events;

/// <summary>One attempt to run a queued event. The request id stays the same over all attempts.</summary>
public sealed record AsyncInvocation(string FunctionArn, string RequestId, ReadOnlyMemory<byte> Payload, string? TraceId, string? ClientContext);
