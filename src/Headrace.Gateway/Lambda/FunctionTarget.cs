using System.Text.RegularExpressions;
using Headrace.Functions.Registry;
using Headrace.Wire;
using Headrace.Wire.Lambda;

namespace Headrace.Gateway.Lambda;

/// <summary>The function and the qualifier that a call names.</summary>
/// <param name="Qualifier">Null when none was given.</param>
internal readonly partial record struct FunctionTarget(FunctionId Id, string? Qualifier)
{
    /// <summary>The qualifier of function URLs: an alias.</summary>
    public const string AliasPattern = @"((?!^\d+$)^[0-9a-zA-Z-_]+$)";

    /// <summary>The ARN, with the qualifier if there is one.</summary>
    public string Arn => Qualifier is null ? Id.Arn : $"{Id.Arn}:{Qualifier}";

    /// <summary>The ARN, with <c>$LATEST</c> where there is no qualifier.</summary>
    public string QualifiedArn => $"{Id.Arn}:{Qualifier ?? Function.LatestVersion}";

    /// <exception cref="LambdaException">As AWS refuses names and qualifiers.</exception>
    public static FunctionTarget Parse(string name, string? qualifier, Scope scope, string? qualifierPattern = null)
    {
        var reference = FunctionReference.Parse(name);
        if (reference is null || (qualifier is not null && !IsValid(qualifier, qualifierPattern)))
        {
            throw Malformed(name, reference is not null, qualifier, qualifierPattern);
        }

        var (region, account, functionName, derived) = reference.Value;
        if (region is not null && region != scope.Region)
        {
            throw LambdaErrors.NotFound($"Functions from '{region}' are not reachable in this region ('{scope.Region}')");
        }

        if (derived is not null && qualifier is not null && derived != qualifier)
        {
            throw LambdaErrors.Invalid("The derived qualifier from the function name does not match the specified qualifier.");
        }

        return account is not null && account != scope.AccountId
            ? throw LambdaErrors.AccessDenied($"User: arn:aws:iam::{scope.AccountId}:root is not authorized to access resource: arn:aws:lambda:{scope.Region}:{account}:function:{functionName}")
            : new FunctionTarget(new FunctionId(scope.AccountId, scope.Region, functionName), qualifier ?? derived);
    }

    private static bool IsValid(string qualifier, string? pattern) =>
        qualifier.Length <= 128 && (pattern is null ? FunctionReference.IsQualifier(qualifier) : Alias().IsMatch(qualifier));

    private static LambdaException Malformed(string name, bool nameIsValid, string? qualifier, string? qualifierPattern)
    {
        var failures = new ConstraintFailures();
        if (qualifier is not null)
        {
            failures.AtMost("qualifier", qualifier, 128);
            failures.Matches("qualifier", qualifier, IsValid(qualifier, qualifierPattern) || qualifier.Length > 128, qualifierPattern ?? FunctionReference.QualifierPattern);
        }

        failures.Matches("functionName", name, nameIsValid, FunctionReference.NamePattern);
        return failures.ToException();
    }

    [GeneratedRegex(@"\A(?![0-9]+\z)[0-9a-zA-Z\-_]+\z")]
    private static partial Regex Alias();
}
