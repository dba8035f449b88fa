using System.Text.RegularExpressions;

namespace Headrace.Telemetry.Logs.Filters;

/// <summary>The regular expressions between percent signs. They run in linear time, so that no pattern can hold up the engine.</summary>
internal static class PatternRegex
{
    public static Regex Parse(string expression)
    {
        try
        {
            return new Regex(expression, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception malformed) when (malformed is ArgumentException or NotSupportedException)
        {
            throw new FilterPatternException($"Invalid regular expression: {expression}");
        }
    }

    /// <summary>A value in which <c>*</c> stands for anything.</summary>
    public static Regex OfWildcard(string value) => Parse("^(?s:" + string.Join(".*", value.Split('*').Select(Regex.Escape)) + ")$");
}
