using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Concurrency;

/// <summary>
/// GET /2019-09-30/functions/{FunctionName}/provisioned-concurrency: of a version or an alias; with <c>List=ALL</c> it is
/// ListProvisionedConcurrencyConfigs.
/// </summary>
internal static class GetProvisionedConcurrencyConfig
{
    public static Task HandleAsync(LambdaCall call)
    {
        if (call.Query("List") == "ALL")
        {
            return ListProvisionedConcurrencyConfigs.HandleAsync(call);
        }

        var (target, function) = ProvisionedTarget.Find(call);
        return function.Provisioned.TryGetValue(target.Qualifier!, out var config)
            ? call.AnswerAsync(200, ProvisionedAnswer.Of(call, function, target.Qualifier!, config), LambdaJson.Default.ProvisionedAnswer)
            : throw new LambdaException("ProvisionedConcurrencyConfigNotFoundException", 404, "No Provisioned Concurrency Config found for this function");
    }
}
