using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Concurrency;

/// <summary>GET /2019-09-30/functions/{FunctionName}/provisioned-concurrency?List=ALL</summary>
internal static class ListProvisionedConcurrencyConfigs
{
    internal sealed record Answer(IReadOnlyList<ProvisionedAnswer> ProvisionedConcurrencyConfigs, string? NextMarker);

    public static Task HandleAsync(LambdaCall call)
    {
        var id = call.UnqualifiedTarget();
        var function = call.Registry.Find(id) ?? throw LambdaErrors.FunctionNotFound(id.Arn);
        var configs = function.Provisioned
            .OrderBy(static config => config.Key, StringComparer.Ordinal)
            .Select(config => ProvisionedAnswer.Of(call, function, config.Key, config.Value) with { FunctionArn = function.ArnOf(config.Key) });
        var page = call.Page([.. configs]);
        return call.AnswerAsync(200, new Answer(page.Items, page.NextMarker), LambdaJson.Default.ListProvisionedConcurrencyConfigsAnswer);
    }
}
