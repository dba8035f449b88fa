using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Concurrency;

/// <summary>How far a provisioned concurrency configuration is.</summary>
/// <param name="FunctionArn">In listings only.</param>
internal sealed record ProvisionedAnswer(
    string? FunctionArn, int RequestedProvisionedConcurrentExecutions, int AvailableProvisionedConcurrentExecutions,
    int AllocatedProvisionedConcurrentExecutions, string Status, string? StatusReason, string LastModified)
{
    public static ProvisionedAnswer Started(ProvisionedConcurrency config) =>
        new(null, config.Requested, 0, 0, "IN_PROGRESS", null, config.LastModified);

    public static ProvisionedAnswer Of(LambdaCall call, Function function, string qualifier, ProvisionedConcurrency config)
    {
        var resolved = call.Registry.Resolve(function.Id, function.FindVersion(qualifier)!.Configuration.Version)!.Value;
        var state = call.Services.Invoker.ProvisionedOf(resolved.Version);
        var allocated = Math.Min(state.Allocated, config.Requested);
        var status = state.FailureReason is not null ? "FAILED" : allocated == config.Requested ? "READY" : "IN_PROGRESS";
        return new(null, config.Requested, Math.Min(state.Available, config.Requested), allocated, status, state.FailureReason, config.LastModified);
    }
}
