namespace Headrace.Gateway.Lambda.EventInvoke;

/// <summary>GET /2019-09-25/functions/{FunctionName}/event-invoke-config</summary>
internal static class GetFunctionEventInvokeConfig
{
    public static Task HandleAsync(LambdaCall call)
    {
        var target = call.Target();
        return call.Registry.Find(target.Id)?.EventInvokeConfigs.GetValueOrDefault(PutFunctionEventInvokeConfig.KeyOf(target)) is { } config
            ? call.AnswerAsync(200, EventInvokeAnswer.Of(target.QualifiedArn, config), LambdaJson.Default.EventInvokeAnswer)
            : throw PutFunctionEventInvokeConfig.NoConfig(target);
    }
}
