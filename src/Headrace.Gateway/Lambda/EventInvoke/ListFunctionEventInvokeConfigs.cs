using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.EventInvoke;

/// <summary>GET /2019-09-25/functions/{FunctionName}/event-invoke-config/list</summary>
internal static class ListFunctionEventInvokeConfigs
{
    internal sealed record Answer(IReadOnlyList<EventInvokeAnswer> FunctionEventInvokeConfigs, string? NextMarker);

    public static Task HandleAsync(LambdaCall call)
    {
        var function = call.Registry.Find(call.Target().Id) ?? throw LambdaErrors.NotFound("The function doesn't exist.");
        var configs = function.EventInvokeConfigs
            .OrderBy(static config => config.Key, StringComparer.Ordinal)
            .Select(config => EventInvokeAnswer.Of(function.ArnOf(config.Key), config.Value));
        var page = call.Page([.. configs]);
        return call.AnswerAsync(200, new Answer(page.Items, page.NextMarker), LambdaJson.Default.ListFunctionEventInvokeConfigsAnswer);
    }
}
