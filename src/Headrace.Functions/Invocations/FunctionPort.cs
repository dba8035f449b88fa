using Headrace.Events;
using Headrace.Functions.Registry;
using Headrace.Wire.Lambda;

namespace Headrace.Functions.Invocations;

/// <summary>The functions, as the queue and the notification rules see them.</summary>
public sealed class FunctionPort(FunctionRegistry registry, Invoker invoker) : IFunctionPort
{
    private static readonly EventInvokeConfig Defaults = new(null, null, null, null, default);

    public bool Exists(string functionArn) => Resolve(functionArn) is not null;

    public bool Allows(string functionArn, string service, string sourceArn, string sourceAccount) =>
        Parse(functionArn) is var (id, qualifier) && registry.Find(id) is { } function &&
        function.Policies.GetValueOrDefault(qualifier ?? Function.Unqualified, [])
            .Any(statement => statement.AllowsService("lambda:InvokeFunction", service, sourceArn, sourceAccount));

    public AsyncInvokePolicy? PolicyOf(string functionArn)
    {
        if (Parse(functionArn) is not var (id, qualifier) || registry.Find(id) is not { } function || function.FindVersion(qualifier) is not { } version)
        {
            return null;
        }

        var config = function.EventInvokeConfigs.GetValueOrDefault(qualifier ?? Function.LatestVersion, Defaults);
        return new AsyncInvokePolicy(
            config.MaximumRetryAttempts ?? 2, TimeSpan.FromSeconds(config.MaximumEventAgeInSeconds ?? 21_600), config.OnSuccess, config.OnFailure,
            version.Configuration.DeadLetterConfig?.TargetArn, function.ReservedConcurrency == 0);
    }

    public int RoomFor(string functionArn) => Resolve(functionArn) is { } resolved ? invoker.RoomFor(resolved.Version, resolved.Limits) : 0;

    public async Task<AttemptOutcome> InvokeAsync(AsyncInvocation invocation, CancellationToken cancellationToken)
    {
        if (Resolve(invocation.FunctionArn) is not { } function)
        {
            return new AttemptOutcome(AttemptEnd.NotFound, null, "", default);
        }

        var request = new InvocationRequest(
            function.Version, function.Limits, function.InvokedArn, invocation.RequestId, invocation.Payload, invocation.ClientContext, invocation.TraceId);
        try
        {
            var result = await invoker.InvokeAsync(request, cancellationToken);
            return new AttemptOutcome(
                result.FunctionError is null ? AttemptEnd.Succeeded : AttemptEnd.FunctionError, result.FunctionError, result.ExecutedVersion, result.Payload);
        }
        catch (ThrottledException)
        {
            return new AttemptOutcome(AttemptEnd.Throttled, null, function.Version.Version, default);
        }
    }

    private ResolvedFunction? Resolve(string functionArn) => Parse(functionArn) is var (id, qualifier) ? registry.Resolve(id, qualifier) : null;

    private static (FunctionId Id, string? Qualifier)? Parse(string functionArn) =>
        FunctionReference.Parse(functionArn) is { Region: { } region, AccountId: { } account } reference
            ? (new FunctionId(account, region, reference.Name), reference.Qualifier)
            : null;
}
