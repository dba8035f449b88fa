using System.IO.Enumeration;

namespace Headrace.Functions.Registry;

/// <summary>One statement of a resource policy, as AddPermission made it.</summary>
/// <param name="Action"><c>lambda:InvokeFunction</c>, <c>lambda:*</c>, …</param>
/// <param name="Principal">A service (<c>s3.amazonaws.com</c>), an account, an IAM ARN, or <c>*</c>.</param>
/// <param name="SourceArn">With <c>*</c> and <c>?</c>, or null for any.</param>
public sealed record Permission(
    string StatementId, string Action, string Principal, string? SourceArn = null, string? SourceAccount = null, string? PrincipalOrgId = null,
    string? EventSourceToken = null, string? FunctionUrlAuthType = null, bool? InvokedViaFunctionUrl = null)
{
    /// <summary>Whether a service may do <paramref name="action"/> on behalf of a source.</summary>
    public bool AllowsService(string action, string service, string sourceArn, string sourceAccount) =>
        Covers(action) && EventSourceToken is null && PrincipalOrgId is null && FunctionUrlAuthType is null && InvokedViaFunctionUrl is not true &&
        (Principal == "*" || Principal.Equals(service, StringComparison.OrdinalIgnoreCase)) &&
        (SourceAccount is null || SourceAccount == sourceAccount) &&
        (SourceArn is null || ArnLike(SourceArn, sourceArn));

    /// <summary>Whether an account may do <paramref name="action"/>.</summary>
    public bool AllowsAccount(string action, string accountId) =>
        Covers(action) && SourceArn is null && SourceAccount is null && EventSourceToken is null && PrincipalOrgId is null && FunctionUrlAuthType is null &&
        InvokedViaFunctionUrl is not true &&
        (Principal == "*" || Principal == accountId || Principal == $"arn:aws:iam::{accountId}:root");

    /// <summary>Whether anybody may call the function's URL of that <c>AuthType</c>.</summary>
    public bool AllowsUrl(string authType) =>
        Covers("lambda:InvokeFunctionUrl") && Principal == "*" && SourceArn is null && SourceAccount is null && EventSourceToken is null && PrincipalOrgId is null &&
        InvokedViaFunctionUrl is not false && (FunctionUrlAuthType is null || FunctionUrlAuthType == authType);

    /// <summary>IAM's ArnLike: segment by segment, with wildcards.</summary>
    public static bool ArnLike(string pattern, string arn)
    {
        var patterns = pattern.Split(':', 6);
        var segments = arn.Split(':', 6);
        return patterns.Length == segments.Length && patterns.Zip(segments).All(static pair => Like(pair.First, pair.Second));
    }

    /// <remarks>To the framework nothing matches an empty name, not even <c>*</c>: the account and the region of a bucket's ARN are empty.</remarks>
    private static bool Like(string pattern, string segment) =>
        pattern == segment || (segment.Length == 0 ? pattern == "*" : FileSystemName.MatchesSimpleExpression(pattern, segment, ignoreCase: false));

    private bool Covers(string action) => Action == action || Action is "lambda:*" or "*" || (Action.Contains('*', StringComparison.Ordinal) && FileSystemName.MatchesSimpleExpression(Action, action, ignoreCase: false));
}
