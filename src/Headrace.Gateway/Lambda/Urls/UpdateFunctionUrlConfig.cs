using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Urls;

/// <summary>PUT /2021-10-31/functions/{FunctionName}/url: what is not given stays.</summary>
internal static class UpdateFunctionUrlConfig
{
    public static async Task HandleAsync(LambdaCall call)
    {
        var target = UrlTarget.Require(call);
        var request = await call.ReadAsync(LambdaJson.Default.UrlRequest);
        request.Check(isNew: false);
        var key = UrlTarget.KeyOf(target);
        var now = LambdaTime.Microseconds(call.Services.Time.GetUtcNow());
        var changed = await call.Registry.ChangeAsync(
            target.Id,
            function =>
            {
                var before = function.Urls.GetValueOrDefault(key) ?? throw LambdaErrors.NotFound();
                var after = before with
                {
                    AuthType = request.AuthType ?? before.AuthType,
                    InvokeMode = request.InvokeMode ?? before.InvokeMode,
                    Cors = request.Cors ?? before.Cors,
                    LastModifiedTime = now,
                };
                return function with { Urls = function.Urls.SetItem(key, after) };
            },
            call.Aborted);
        await call.AnswerAsync(200, UrlAnswer.Of(call, target.Arn, changed.Urls[key]), LambdaJson.Default.UrlAnswer);
    }
}
