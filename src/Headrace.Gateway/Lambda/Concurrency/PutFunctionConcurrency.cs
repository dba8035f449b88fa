using System.Text.Json;
using System.Text.Json.Serialization;
using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Concurrency;

/// <summary>PUT /2017-10-31/functions/{FunctionName}/concurrency</summary>
internal static class PutFunctionConcurrency
{
    internal sealed record Request : ILambdaRequest
    {
        public int? ReservedConcurrentExecutions { get; init; }

        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Other { get; set; }
    }

    public static async Task HandleAsync(LambdaCall call)
    {
        var request = await call.ReadAsync(LambdaJson.Default.PutFunctionConcurrencyRequest);
        var id = call.UnqualifiedTarget();
        if (call.Registry.Find(id) is null)
        {
            throw LambdaErrors.FunctionNotFound($"{id.Arn}:{Function.LatestVersion}");
        }

        var failures = new ConstraintFailures();
        failures.NotNull("reservedConcurrentExecutions", request.ReservedConcurrentExecutions);
        failures.Between("reservedConcurrentExecutions", request.ReservedConcurrentExecutions, 0, int.MaxValue);
        failures.Throw();

        var reserved = request.ReservedConcurrentExecutions!.Value;
        await call.Registry.ChangeAsync(id, function => Reserve(function, reserved, call), call.Aborted);
        await call.AnswerAsync(200, new FunctionConcurrency(reserved), LambdaJson.Default.FunctionConcurrency);
    }

    private static Function Reserve(Function function, int reserved, LambdaCall call)
    {
        var others = call.Registry.List(call.Scope).Where(other => other.Id != function.Id).Sum(static other => (long)(other.ReservedConcurrency ?? 0));
        if (call.Services.Invoker.AccountConcurrency - others - reserved < LambdaLimits.UnreservedMinimum)
        {
            throw LambdaErrors.InvalidUntyped($"Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [{LambdaLimits.UnreservedMinimum}].");
        }

        var provisioned = function.Provisioned.Values.Sum(static config => config.Requested);

        // The spaces are AWS's.
        return reserved < provisioned
            ? throw LambdaErrors.InvalidUntyped($" ReservedConcurrentExecutions  {reserved} should not be lower than function's total provisioned concurrency [{provisioned}].")
            : function with { ReservedConcurrency = reserved };
    }
}
