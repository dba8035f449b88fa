using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Urls;

/// <summary>GET /2021-10-31/functions/{FunctionName}/urls</summary>
internal static class ListFunctionUrlConfigs
{
    internal sealed record Answer(IReadOnlyList<UrlAnswer> FunctionUrlConfigs, string? NextMarker);

    public static Task HandleAsync(LambdaCall call)
    {
        var function = call.Registry.Find(call.Target().Id) ?? throw LambdaErrors.NotFound("Function does not exist");
        var urls = function.Urls
            .OrderBy(static url => url.Key, StringComparer.Ordinal)
            .Select(url => GetFunctionUrlConfig.Complete(UrlAnswer.Of(call, function.ArnOf(url.Key), url.Value)));
        var page = call.Page([.. urls]);
        return call.AnswerAsync(200, new Answer(page.Items, page.NextMarker), LambdaJson.Default.ListFunctionUrlConfigsAnswer);
    }
}
