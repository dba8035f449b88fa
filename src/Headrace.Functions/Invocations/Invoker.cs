using Headrace.Functions.Registry;

namespace Headrace.Functions.Invocations;

/// <summary>Runs functions: admission, an execution environment, one invocation, its outcome.</summary>
/// <remarks>CONTRACT (first sketch): the owner of Environments/ and Invocations/ completes it.</remarks>
public sealed partial class Invoker
{
    /// <exception cref="ThrottledException">No concurrency or no memory for another environment.</exception>
    public Task<InvocationResult> InvokeAsync(InvocationRequest request, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>How many more invocations of this version could start now (IFunctionPort.RoomFor).</summary>
    public int RoomFor(FunctionVersion version, ConcurrencyLimits limits) => throw new NotImplementedException();

    /// <summary>How far a version's provisioned environments are (GetProvisionedConcurrencyConfig). The registry's LimitsChanged event says what is wanted.</summary>
    public ProvisionedState ProvisionedOf(FunctionVersion version) => throw new NotImplementedException();
}

/// <param name="Allocated">Environments that are initialised.</param>
/// <param name="Available">Of these, the ones that are idle or busy with this version: usable.</param>
/// <param name="FailureReason"><c>FUNCTION_ERROR_INIT_FAILURE</c> when initialising them fails, or null.</param>
public sealed record ProvisionedState(int Allocated, int Available, string? FailureReason);

/// <param name="InvokedArn">The ARN the caller used, for <c>Lambda-Runtime-Invoked-Function-Arn</c>.</param>
/// <param name="Limits">The function's concurrency, as the registry holds it now.</param>
public sealed record InvocationRequest(
    FunctionVersion Version, ConcurrencyLimits Limits, string InvokedArn, string RequestId, ReadOnlyMemory<byte> Payload,
    string? ClientContext = null, string? TraceId = null, bool WantsLogTail = false);

/// <param name="Reserved">Reserved concurrency of the function over all its versions, or null.</param>
/// <param name="Provisioned">Environments to keep initialised for this version.</param>
public sealed record ConcurrencyLimits(int? Reserved, int Provisioned);

/// <param name="FunctionError"><c>Unhandled</c>, <c>Handled</c> or null.</param>
/// <param name="LogTail">The last 4 KB of the invocation's log, when asked for.</param>
public sealed record InvocationResult(ReadOnlyMemory<byte> Payload, string? FunctionError, string ExecutedVersion, byte[]? LogTail);

/// <param name="reason"><c>ReservedFunctionConcurrentInvocationLimitExceeded</c>, <c>ConcurrentInvocationLimitExceeded</c>, …</param>
public sealed class ThrottledException(string reason) : Exception("Rate Exceeded.")
{
    public string Reason { get; } = reason;
}
