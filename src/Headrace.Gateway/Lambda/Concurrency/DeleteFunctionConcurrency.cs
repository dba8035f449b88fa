namespace Headrace.Gateway.Lambda.Concurrency;

/// <summary>DELETE /2017-10-31/functions/{FunctionName}/concurrency</summary>
internal static class DeleteFunctionConcurrency
{
    public static async Task HandleAsync(LambdaCall call)
    {
        await call.Registry.ChangeAsync(
            call.UnqualifiedTarget(), static function => function.ReservedConcurrency is null ? function : function with { ReservedConcurrency = null }, call.Aborted);
        await call.AnswerAsync(204);
    }
}
