using System.Globalization;
using System.Text.RegularExpressions;

namespace Headrace.Wire.Lambda;

/// <summary>A layer version's ARN, taken apart: <c>arn:aws:lambda:us-east-1:000000000000:layer:NAME:VERSION</c>.</summary>
public readonly partial record struct LayerVersionReference(string Region, string AccountId, string Name, long Version)
{
    /// <summary>AWS's pattern for a layer version's ARN.</summary>
    public const string Pattern =
        @"(arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+)|(arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+)";

    /// <summary>AWS's pattern for <c>LayerName</c>: a name, or the ARN of a layer without a version.</summary>
    public const string NamePattern =
        @"(arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\d{12}:layer:[a-zA-Z0-9-_]+)|[a-zA-Z0-9-_]+";

    /// <summary>The layer's ARN, without a version.</summary>
    public string LayerArn => $"arn:aws:lambda:{Region}:{AccountId}:layer:{Name}";

    public override string ToString() => $"{LayerArn}:{Version}";

    /// <summary>Null when the text is not the ARN of a layer version of an account.</summary>
    public static LayerVersionReference? Parse(string arn)
    {
        var match = Arn().Match(arn);
        return match.Success && long.TryParse(match.Groups["version"].ValueSpan, CultureInfo.InvariantCulture, out var version)
            ? new(match.Groups["region"].Value, match.Groups["account"].Value, match.Groups["name"].Value, version)
            : null;
    }

    [GeneratedRegex(@"\Aarn:(?:aws[a-zA-Z-]*)?:lambda:(?<region>(?:eusc-)?[a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-[0-9]):(?<account>[0-9]{12}):layer:(?<name>[a-zA-Z0-9\-_]+):(?<version>[0-9]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Arn();
}
