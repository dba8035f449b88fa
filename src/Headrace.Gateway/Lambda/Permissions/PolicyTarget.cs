using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Permissions;

/// <summary>What a policy hangs on: the function, a version or an alias.</summary>
internal static class PolicyTarget
{
    public static string KeyOf(FunctionTarget target) => target.Qualifier ?? Function.Unqualified;

    /// <exception cref="LambdaException">The qualifier names nothing; said differently for aliases and for versions.</exception>
    public static void Require(Function function, FunctionTarget target)
    {
        if (function.FindVersion(target.Qualifier) is null)
        {
            throw IsAliasName(target.Qualifier!) ? LambdaErrors.AliasArnNotFound(target.Arn) : LambdaErrors.FunctionNotFound(target.Arn);
        }
    }

    /// <exception cref="LambdaException">PreconditionFailedException.</exception>
    public static void RequireRevision(Function function, FunctionTarget target, string? revision)
    {
        if (revision is not null && revision != function.RevisionOf(target.Qualifier))
        {
            throw LambdaErrors.RevisionMismatch("GetPolicy");
        }
    }

    private static bool IsAliasName(string qualifier) =>
        !qualifier.All(char.IsAsciiDigit) && !qualifier.Contains('$', StringComparison.Ordinal);
}
