using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Functions;

/// <summary>GET /2016-08-19/account-settings</summary>
internal static class GetAccountSettings
{
    internal sealed record Answer(Limits AccountLimit, Usage AccountUsage);

    internal sealed record Limits(long TotalCodeSize, long CodeSizeUnzipped, long CodeSizeZipped, int ConcurrentExecutions, int UnreservedConcurrentExecutions);

    internal sealed record Usage(long TotalCodeSize, int FunctionCount);

    public static Task HandleAsync(LambdaCall call)
    {
        var functions = call.Registry.List(call.Scope);
        var code = functions.Sum(static function => function.Latest.Configuration.CodeSize + function.Versions.Values.Sum(static version => version.Configuration.CodeSize));
        var layers = call.Registry.ListLayers(call.Scope).Sum(name => call.Registry.ListLayerVersions(call.Scope, name).Sum(static version => version.CodeSize));
        return call.AnswerAsync(
            200,
            new Answer(
                new Limits(
                    LambdaLimits.TotalCode, LambdaLimits.UnzippedCode, LambdaLimits.ZippedCode, call.Services.Invoker.AccountConcurrency,
                    call.Services.Invoker.AccountConcurrency - functions.Sum(static function => function.ReservedConcurrency ?? 0)),
                new Usage(code + layers, functions.Count)),
            LambdaJson.Default.GetAccountSettingsAnswer);
    }
}
