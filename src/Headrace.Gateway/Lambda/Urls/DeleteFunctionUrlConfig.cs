using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Urls;

/// <summary>DELETE /2021-10-31/functions/{FunctionName}/url</summary>
internal static class DeleteFunctionUrlConfig
{
    public static async Task HandleAsync(LambdaCall call)
    {
        var target = UrlTarget.Parse(call);
        if (UrlTarget.Find(call, target) is null)
        {
            throw LambdaErrors.NotFound();
        }

        await call.Registry.ChangeAsync(target.Id, function => function with { Urls = function.Urls.Remove(UrlTarget.KeyOf(target)) }, call.Aborted);
        await call.AnswerAsync(204);
    }
}
