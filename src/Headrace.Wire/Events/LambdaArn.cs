using System.Text.RegularExpressions;

namespace Headrace.Wire.Events;

/// <summary>A function's ARN, taken apart: <c>arn:aws:lambda:REGION:ACCOUNT:function:NAME[:QUALIFIER]</c>.</summary>
public sealed partial record LambdaArn(string Region, string AccountId, string Name, string? Qualifier)
{
    /// <summary>Null when it is not a function's ARN.</summary>
    public static LambdaArn? Parse(string arn)
    {
        var match = Pattern().Match(arn);
        return match.Success
            ? new LambdaArn(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value, match.Groups[4].Success ? match.Groups[4].Value : null)
            : null;
    }

    /// <summary>With <c>$LATEST</c> where no qualifier was given.</summary>
    public string Qualified => $"arn:aws:lambda:{Region}:{AccountId}:function:{Name}:{Qualifier ?? "$LATEST"}";

    [GeneratedRegex(@"\Aarn:aws:lambda:([a-z0-9-]+):([0-9]{12}):function:([a-zA-Z0-9_-]{1,140})(?::(\$LATEST|[a-zA-Z0-9_-]+))?\z")]
    private static partial Regex Pattern();
}
