using Headrace.Functions.Registry;

namespace Headrace.Functions.Invocations;

/// <param name="Limits">The function's concurrency, as the registry holds it now.</param>
/// <param name="InvokedArn">The ARN the caller used, for <c>Lambda-Runtime-Invoked-Function-Arn</c>.</param>
/// <param name="ClientContext">JSON, decoded from <c>X-Amz-Client-Context</c>.</param>
public sealed record InvocationRequest(
    FunctionVersion Version, ConcurrencyLimits Limits, string InvokedArn, string RequestId, ReadOnlyMemory<byte> Payload,
    string? ClientContext = null, string? TraceId = null, bool WantsLogTail = false);

/// <param name="Reserved">Reserved concurrency of the function over all its versions, or null.</param>
/// <param name="Provisioned">Environments to keep initialised for this version.</param>
public sealed record ConcurrencyLimits(int? Reserved, int Provisioned);

/// <param name="Allocated">Provisioned environments that are initialised.</param>
/// <param name="Available">Of these, the ones that are idle or busy with this version: usable.</param>
/// <param name="FailureReason"><c>FUNCTION_ERROR_INIT_FAILURE</c> when initialising them fails, or null.</param>
public sealed record ProvisionedState(int Allocated, int Available, string? FailureReason);

/// <param name="FunctionError"><c>Unhandled</c>, or null.</param>
/// <param name="LogTail">The last 4 KB of the invocation's log, when asked for.</param>
public sealed record InvocationResult(ReadOnlyMemory<byte> Payload, string? FunctionError, string ExecutedVersion, byte[]? LogTail);

/// <summary>No concurrency or no memory for another invocation: 429.</summary>
/// <param name="reason"><c>ReservedFunctionConcurrentInvocationLimitExceeded</c> or <c>ConcurrentInvocationLimitExceeded</c>.</param>
public sealed class ThrottledException(string reason) : Exception("Rate Exceeded.")
{
    public const string Reserved = "ReservedFunctionConcurrentInvocationLimitExceeded";
    public const string Account = "ConcurrentInvocationLimitExceeded";

    public string Reason { get; } = reason;
}
