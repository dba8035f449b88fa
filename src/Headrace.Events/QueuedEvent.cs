namespace Headrace.Events;

/// <param name="FunctionArn">Qualified as it was asked for.</param>
/// <param name="RequestId">A UUID; the invocation's request id over all its attempts.</param>
public sealed record QueuedEvent(string FunctionArn, string RequestId, ReadOnlyMemory<byte> Payload, string? TraceId = null, string? ClientContext = null);
