using System.Security.Cryptography;
using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Urls;

/// <summary>POST /2021-10-31/functions/{FunctionName}/url</summary>
internal static class CreateFunctionUrlConfig
{
    private const int IdLength = 32;

    public static async Task HandleAsync(LambdaCall call)
    {
        var target = UrlTarget.Require(call);
        var request = await call.ReadAsync(LambdaJson.Default.UrlRequest);
        request.Check(isNew: true);

        var now = LambdaTime.Microseconds(call.Services.Time.GetUtcNow());
        var id = RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz234567", IdLength);
        var url = new FunctionUrl(id, request.AuthType!, request.InvokeMode, request.Cors, now, now);
        await call.Registry.ChangeAsync(
            target.Id,
            function => function.Urls.ContainsKey(UrlTarget.KeyOf(target))
                ? throw LambdaErrors.Conflict($"Failed to create function url config for [functionArn = {target.Arn}]. Error message:  FunctionUrlConfig exists for this Lambda function")
                : function with { Urls = function.Urls.Add(UrlTarget.KeyOf(target), url) },
            call.Aborted);
        await call.AnswerAsync(201, UrlAnswer.Of(call, target.Arn, url) with { LastModifiedTime = null }, LambdaJson.Default.UrlAnswer);
    }
}
