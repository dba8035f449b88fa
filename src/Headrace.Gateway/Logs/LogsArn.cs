using Headrace.Wire;

namespace Headrace.Gateway.Logs;

/// <summary>ARNs of groups and streams.</summary>
internal static class LogsArn
{
    public static string Of(Scope scope, string group) => $"arn:aws:logs:{scope.Region}:{scope.AccountId}:log-group:{group}";

    public static string Of(Scope scope, string group, string stream) => $"{Of(scope, group)}:log-stream:{stream}";

    /// <summary>The group that an ARN names; null when it is no ARN of a group in this account and region.</summary>
    public static string? GroupOf(string arn, Scope scope)
    {
        var prefix = Of(scope, "");
        if (!arn.StartsWith(prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var name = arn[prefix.Length..];
        return name.EndsWith(":*", StringComparison.Ordinal) ? name[..^2] : name;
    }
}
