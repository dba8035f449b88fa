namespace Headrace.Events;

/// <param name="FunctionError"><c>Unhandled</c> or <c>Handled</c>, when <see cref="AttemptEnd.FunctionError"/>.</param>
public sealed record AttemptOutcome(AttemptEnd End, string? FunctionError, string ExecutedVersion, ReadOnlyMemory<byte> Payload);
