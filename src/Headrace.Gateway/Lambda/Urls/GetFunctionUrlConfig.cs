using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Urls;

/// <summary>GET /2021-10-31/functions/{FunctionName}/url</summary>
internal static class GetFunctionUrlConfig
{
    public static Task HandleAsync(LambdaCall call)
    {
        var target = UrlTarget.Parse(call);
        return UrlTarget.Find(call, target) is { } url
            ? call.AnswerAsync(200, Complete(UrlAnswer.Of(call, target.Arn, url)), LambdaJson.Default.UrlAnswer)
            : throw LambdaErrors.NotFound();
    }

    /// <summary>Reading tells the invoke mode also where it was left out.</summary>
    internal static UrlAnswer Complete(UrlAnswer answer) => answer with { InvokeMode = answer.InvokeMode ?? "BUFFERED" };
}
