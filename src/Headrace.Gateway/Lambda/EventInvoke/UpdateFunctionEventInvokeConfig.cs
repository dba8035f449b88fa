namespace Headrace.Gateway.Lambda.EventInvoke;

/// <summary>POST /2019-09-25/functions/{FunctionName}/event-invoke-config: what is not given stays.</summary>
internal static class UpdateFunctionEventInvokeConfig
{
    public static async Task HandleAsync(LambdaCall call)
    {
        var request = await call.ReadAsync(LambdaJson.Default.EventInvokeRequest);
        var target = PutFunctionEventInvokeConfig.FindTarget(call);
        request.Require(target.Id, call);
        var key = PutFunctionEventInvokeConfig.KeyOf(target);
        var now = call.Services.Time.GetUtcNow();
        var changed = await call.Registry.ChangeAsync(
            target.Id,
            function =>
            {
                var before = function.EventInvokeConfigs.GetValueOrDefault(key) ?? throw PutFunctionEventInvokeConfig.NoConfig(target);
                var after = before with
                {
                    MaximumRetryAttempts = request.MaximumRetryAttempts ?? before.MaximumRetryAttempts,
                    MaximumEventAgeInSeconds = request.MaximumEventAgeInSeconds ?? before.MaximumEventAgeInSeconds,
                    OnSuccess = request.DestinationConfig?.OnSuccess is { } success ? PutFunctionEventInvokeConfig.ArnOf(success) : before.OnSuccess,
                    OnFailure = request.DestinationConfig?.OnFailure is { } failure ? PutFunctionEventInvokeConfig.ArnOf(failure) : before.OnFailure,
                    LastModified = now,
                };
                return PutFunctionEventInvokeConfig.With(function, target, after);
            },
            call.Aborted);
        await call.AnswerAsync(200, EventInvokeAnswer.Of(target.QualifiedArn, changed.EventInvokeConfigs[key]), LambdaJson.Default.EventInvokeAnswer);
    }
}
