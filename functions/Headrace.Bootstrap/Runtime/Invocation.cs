namespace Headrace.Bootstrap.Runtime;

/// <summary>One event to handle. The payload is valid until the invocation is answered.</summary>
/// <param name="DeadlineMilliseconds">Unix time at which the function times out.</param>
/// <param name="TraceId">The X-Ray header, to be sent on with what the function causes; empty when there is none.</param>
internal readonly record struct Invocation(string RequestId, long DeadlineMilliseconds, string FunctionArn, ReadOnlyMemory<byte> Payload, string TraceId = "");
