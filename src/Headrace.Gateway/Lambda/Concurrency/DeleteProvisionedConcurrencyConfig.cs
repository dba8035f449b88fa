namespace Headrace.Gateway.Lambda.Concurrency;

/// <summary>DELETE /2019-09-30/functions/{FunctionName}/provisioned-concurrency: one that is not there is deleted already.</summary>
internal static class DeleteProvisionedConcurrencyConfig
{
    public static async Task HandleAsync(LambdaCall call)
    {
        var (target, _) = ProvisionedTarget.Find(call);
        await call.Registry.ChangeAsync(
            target.Id,
            function => function.Provisioned.ContainsKey(target.Qualifier!) ? function with { Provisioned = function.Provisioned.Remove(target.Qualifier!) } : function,
            call.Aborted);
        await call.AnswerAsync(204);
    }
}
