namespace Headrace.Telemetry.Logs.Filters;

/// <summary>CloudWatch's filter patterns: words, <c>[w1, w2, …]</c> for lines of columns, <c>{ $.member = value }</c> for JSON.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html</remarks>
public abstract class FilterPattern
{
    /// <summary>The longest pattern that the API takes.</summary>
    public const int LongestPattern = 1024;

    public abstract bool Matches(string message);

    /// <exception cref="FilterPatternException">It is none.</exception>
    public static FilterPattern Parse(string pattern)
    {
        var trimmed = pattern.Trim();
        return trimmed switch
        {
            ['{', ..] => new JsonPattern(JsonPatternParser.Parse(trimmed)),
            ['[', ..] => ColumnPattern.Parse(trimmed),
            _ => WordPattern.Parse(trimmed),
        };
    }
}

/// <summary>The text is no filter pattern.</summary>
public sealed class FilterPatternException(string message) : Exception(message);
