using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Concurrency;

/// <summary>What provisioned concurrency is asked for: an alias or a published version.</summary>
internal static class ProvisionedTarget
{
    /// <exception cref="LambdaException">No qualifier, <c>$LATEST</c>, or one that names nothing.</exception>
    public static (FunctionTarget Target, Function Function) Find(LambdaCall call, string latest = "The function resource provided must be an alias or a published version.")
    {
        var target = call.Target();
        if (target.Qualifier is not { } qualifier)
        {
            throw LambdaErrors.Validation("Value null at 'qualifier' failed to satisfy constraint: Member must not be null");
        }

        if (qualifier == Function.LatestVersion)
        {
            throw LambdaErrors.Invalid(latest);
        }

        return call.Registry.Find(target.Id) is { } function && function.FindVersion(qualifier) is not null
            ? (target, function)
            : throw (qualifier.All(char.IsAsciiDigit) ? LambdaErrors.FunctionNotFound(target.Arn) : LambdaErrors.AliasArnNotFound(target.Arn));
    }
}
