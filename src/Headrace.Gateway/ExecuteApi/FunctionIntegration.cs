using Headrace.Functions.Invocations;
using Headrace.Functions.Registry;
using Headrace.Wire.Lambda;

namespace Headrace.Gateway.ExecuteApi;

/// <summary>Calls a function on behalf of an API: its policy asked first, its time limited.</summary>
internal static class FunctionIntegration
{
    private const string Service = "apigateway.amazonaws.com";

    /// <param name="functionArn">As the integration names it.</param>
    /// <param name="sourceArn"><c>arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/path</c></param>
    /// <param name="byRole">The integration names a role, which then decides instead of the function's policy.</param>
    /// <exception cref="GatewayAnswer">No such function, no permission, throttled, timed out.</exception>
    public static async Task<InvocationResult> InvokeAsync(
        ExecuteApiServices services, GatewayRequest request, string functionArn, string sourceArn, bool byRole, ReadOnlyMemory<byte> payload, TimeSpan timeout)
    {
        if (FunctionReference.Parse(functionArn) is not { Region: { } region, AccountId: { } account } reference)
        {
            throw GatewayAnswer.Misconfigured();
        }

        var id = new FunctionId(account, region, reference.Name);
        if (services.Functions.Resolve(id, reference.Qualifier) is not { } function || (!byRole && !IsAllowed(services.Functions, id, reference.Qualifier, sourceArn)))
        {
            throw GatewayAnswer.Misconfigured();
        }

        var invocation = new InvocationRequest(
            function.Version, function.Limits, function.InvokedArn, request.RequestId, payload, TraceId: Caller.TraceIdOf(request));
        using var limit = new CancellationTokenSource(timeout, services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, request.Aborted);
        try
        {
            // What has begun runs to its end, here as there: only the wait for it ends.
            return await services.Invoker.InvokeAsync(invocation, either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!request.Aborted.IsCancellationRequested)
        {
            throw GatewayAnswer.TimedOut();
        }
        catch (ThrottledException)
        {
            throw GatewayAnswer.Throttled();
        }
    }

    private static bool IsAllowed(FunctionRegistry registry, FunctionId id, string? qualifier, string sourceArn)
    {
        if (registry.Find(id) is not { } function || !function.Policies.TryGetValue(qualifier ?? Function.Unqualified, out var policy))
        {
            return false;
        }

        foreach (var statement in policy)
        {
            if (statement.AllowsService("lambda:InvokeFunction", Service, sourceArn, id.AccountId))
            {
                return true;
            }
        }

        return false;
    }
}
