using System.Text.RegularExpressions;

namespace Headrace.Wire.Lambda;

/// <summary>How a caller names a function: a name, a partial ARN or an ARN, each with or without a qualifier.</summary>
/// <param name="Region">Null unless the ARN says it.</param>
/// <param name="AccountId">Null unless the (partial) ARN says it.</param>
/// <param name="Qualifier">A version, an alias or <c>$LATEST</c>; null when none was given.</param>
public readonly partial record struct FunctionReference(string? Region, string? AccountId, string Name, string? Qualifier)
{
    /// <summary>AWS's pattern for <c>FunctionName</c> where a new function is named (CreateFunction).</summary>
    public const string NewNamePattern =
        @"(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?";

    /// <summary>AWS's pattern for <c>FunctionName</c> everywhere else.</summary>
    public const string NamePattern =
        @"(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_\.]+)(:(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+))?";

    /// <summary>AWS's pattern for the <c>Qualifier</c> parameter.</summary>
    public const string QualifierPattern = @"\$(LATEST(\.PUBLISHED)?)|[a-zA-Z0-9-_$]+";

    /// <summary>Null when the text does not match <see cref="NamePattern"/>.</summary>
    public static FunctionReference? Parse(string text)
    {
        if (IsPlainName(text))
        {
            return new(null, null, text, null);
        }

        var match = Pattern().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var region = match.Groups["region"];
        var account = match.Groups["account"];
        var qualifier = match.Groups["qualifier"];
        return new(
            region.Success ? region.Value : null, account.Success ? account.Value : null, match.Groups["name"].Value,
            qualifier.Success ? qualifier.Value : null);
    }

    /// <summary>Whether the text matches <see cref="NewNamePattern"/>.</summary>
    public static bool IsNewName(string text) => IsPlainName(text) || NewName().IsMatch(text);

    /// <summary>Whether the text matches <see cref="QualifierPattern"/>.</summary>
    public static bool IsQualifier(string text) => QualifierRegex().IsMatch(text);

    private static bool IsPlainName(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
            {
                return false;
            }
        }

        return !text.IsEmpty;
    }

    // NamePattern, with names for what is taken from it.
    [GeneratedRegex(@"\A(?:arn:(?:aws[a-zA-Z-]*)?:lambda:)?(?:(?<region>(?:eusc-)?[a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-[0-9]):)?(?:(?<account>[0-9]{12}):)?(?:function:)?(?<name>[a-zA-Z0-9\-_.]+)(?::(?<qualifier>\$LATEST(?:\.PUBLISHED)?|[a-zA-Z0-9\-_]+))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();

    [GeneratedRegex(@"\A(?:" + NewNamePattern + @")\z", RegexOptions.CultureInvariant)]
    private static partial Regex NewName();

    [GeneratedRegex(@"\A(?:" + QualifierPattern + @")\z", RegexOptions.CultureInvariant)]
    private static partial Regex QualifierRegex();
}
