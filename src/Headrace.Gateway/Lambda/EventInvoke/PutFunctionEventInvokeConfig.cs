using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.EventInvoke;

/// <summary>PUT /2019-09-25/functions/{FunctionName}/event-invoke-config: replaces the whole configuration.</summary>
internal static class PutFunctionEventInvokeConfig
{
    public static async Task HandleAsync(LambdaCall call)
    {
        var request = await call.ReadAsync(LambdaJson.Default.EventInvokeRequest);
        var target = FindTarget(call);
        request.Require(target.Id, call);
        var config = new EventInvokeConfig(
            request.MaximumRetryAttempts, request.MaximumEventAgeInSeconds, ArnOf(request.DestinationConfig?.OnSuccess),
            ArnOf(request.DestinationConfig?.OnFailure), call.Services.Time.GetUtcNow());
        await call.Registry.ChangeAsync(target.Id, function => With(function, target, config), call.Aborted);
        await call.AnswerAsync(200, EventInvokeAnswer.Of(target.QualifiedArn, config), LambdaJson.Default.EventInvokeAnswer);
    }

    /// <exception cref="LambdaException">ResourceNotFoundException.</exception>
    internal static FunctionTarget FindTarget(LambdaCall call)
    {
        var target = call.Target();
        return call.Registry.Find(target.Id)?.FindVersion(target.Qualifier) is not null ? target : throw LambdaErrors.NotFound("The function doesn't exist.");
    }

    internal static Function With(Function function, FunctionTarget target, EventInvokeConfig config) =>
        function with { EventInvokeConfigs = function.EventInvokeConfigs.SetItem(KeyOf(target), config) };

    internal static string KeyOf(FunctionTarget target) => target.Qualifier ?? Function.LatestVersion;

    internal static string? ArnOf(DestinationConfig.Target? target) => string.IsNullOrEmpty(target?.Destination) ? null : target.Destination;

    internal static LambdaException NoConfig(FunctionTarget target) => LambdaErrors.NotFound($"The function {target.QualifiedArn} doesn't have an EventInvokeConfig");
}
