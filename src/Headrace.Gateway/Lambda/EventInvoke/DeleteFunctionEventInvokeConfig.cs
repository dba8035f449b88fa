namespace Headrace.Gateway.Lambda.EventInvoke;

/// <summary>DELETE /2019-09-25/functions/{FunctionName}/event-invoke-config</summary>
internal static class DeleteFunctionEventInvokeConfig
{
    public static async Task HandleAsync(LambdaCall call)
    {
        var target = call.Target();
        var key = PutFunctionEventInvokeConfig.KeyOf(target);
        if (call.Registry.Find(target.Id)?.EventInvokeConfigs.ContainsKey(key) != true)
        {
            throw PutFunctionEventInvokeConfig.NoConfig(target);
        }

        await call.Registry.ChangeAsync(target.Id, function => function with { EventInvokeConfigs = function.EventInvokeConfigs.Remove(key) }, call.Aborted);
        await call.AnswerAsync(204);
    }
}
