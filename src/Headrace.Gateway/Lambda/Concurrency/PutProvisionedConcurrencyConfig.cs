using System.Text.Json;
using System.Text.Json.Serialization;
using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Concurrency;

/// <summary>PUT /2019-09-30/functions/{FunctionName}/provisioned-concurrency</summary>
internal static class PutProvisionedConcurrencyConfig
{
    internal sealed record Request : ILambdaRequest
    {
        public int? ProvisionedConcurrentExecutions { get; init; }

        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Other { get; set; }
    }

    public static async Task HandleAsync(LambdaCall call)
    {
        var request = await call.ReadAsync(LambdaJson.Default.PutProvisionedConcurrencyConfigRequest);
        var failures = new ConstraintFailures();
        failures.NotNull("provisionedConcurrentExecutions", request.ProvisionedConcurrentExecutions);
        failures.Between("provisionedConcurrentExecutions", request.ProvisionedConcurrentExecutions, 1, int.MaxValue);
        failures.Throw();

        var (target, _) = ProvisionedTarget.Find(call, "Provisioned Concurrency Configs cannot be applied to unpublished function versions.");
        var config = new ProvisionedConcurrency(request.ProvisionedConcurrentExecutions!.Value, LambdaTime.Seconds(call.Services.Time.GetUtcNow()));
        await call.Registry.ChangeAsync(target.Id, function => Provision(function, target.Qualifier!, config, call), call.Aborted);
        await call.AnswerAsync(202, ProvisionedAnswer.Started(config), LambdaJson.Default.ProvisionedAnswer);
    }

    private static Function Provision(Function function, string qualifier, ProvisionedConcurrency config, LambdaCall call)
    {
        if (function.Aliases.TryGetValue(qualifier, out var alias))
        {
            if (function.Provisioned.ContainsKey(alias.FunctionVersion))
            {
                throw LambdaErrors.Conflict("Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version");
            }
        }
        else if (function.Aliases.Values.Any(other => other.FunctionVersion == qualifier && function.Provisioned.ContainsKey(other.Name)))
        {
            throw LambdaErrors.Conflict("Version is pointed by a Provisioned Concurrency alias");
        }

        var total = (long)config.Requested + function.Provisioned.Where(other => other.Key != qualifier).Sum(static other => other.Value.Requested);
        if (function.ReservedConcurrency is not { } reserved)
        {
            RequireUnreserved(config.Requested, total, call, function.Id);
        }
        else if (total > reserved)
        {
            throw LambdaErrors.Invalid("Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function");
        }

        return function with { Provisioned = function.Provisioned.SetItem(qualifier, config) };
    }

    private static void RequireUnreserved(int requested, long total, LambdaCall call, FunctionId id)
    {
        var unreserved = call.Services.Invoker.AccountConcurrency - call.Registry.List(call.Scope)
            .Where(other => other.Id != id)
            .Sum(static other => other.ReservedConcurrency ?? other.Provisioned.Values.Sum(static config => config.Requested));
        if (requested > unreserved)
        {
            throw LambdaErrors.InvalidUntyped($"Specified ConcurrentExecutions for function is greater than account's unreserved concurrency [{unreserved}].");
        }

        if (unreserved - total < LambdaLimits.UnreservedMinimum)
        {
            throw LambdaErrors.InvalidUntyped($"Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [{LambdaLimits.UnreservedMinimum}].");
        }
    }
}
