using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Urls;

/// <summary>What a URL configuration hangs on: the function or an alias.</summary>
internal static class UrlTarget
{
    public static FunctionTarget Parse(LambdaCall call) => call.Target(FunctionTarget.AliasPattern);

    /// <exception cref="LambdaException">ResourceNotFoundException.</exception>
    public static FunctionTarget Require(LambdaCall call)
    {
        var target = Parse(call);
        return call.Registry.Find(target.Id) is { } function && (target.Qualifier is null || function.Aliases.ContainsKey(target.Qualifier))
            ? target
            : throw LambdaErrors.NotFound("Function does not exist");
    }

    public static string KeyOf(FunctionTarget target) => target.Qualifier ?? Function.Unqualified;

    public static FunctionUrl? Find(LambdaCall call, FunctionTarget target) => call.Registry.Find(target.Id)?.Urls.GetValueOrDefault(KeyOf(target));
}
