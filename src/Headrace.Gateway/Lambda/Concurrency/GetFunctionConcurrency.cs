using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Concurrency;

/// <summary>GET /2019-09-30/functions/{FunctionName}/concurrency</summary>
internal static class GetFunctionConcurrency
{
    public static Task HandleAsync(LambdaCall call)
    {
        var id = call.UnqualifiedTarget();
        var function = call.Registry.Find(id) ?? throw LambdaErrors.FunctionNotFound(id.Arn);
        return call.AnswerAsync(200, new FunctionConcurrency(function.ReservedConcurrency), LambdaJson.Default.FunctionConcurrency);
    }
}
