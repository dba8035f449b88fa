using System.Text.RegularExpressions;

namespace Headrace.Telemetry.Logs.Filters;

/// <summary>Words that a message has (<c>ERROR "exit code"</c>), has one of (<c>?WARN ?ERROR</c>), has not (<c>-DEBUG</c>) or expressions it fits (<c>%4[0-9]{2}%</c>).</summary>
/// <remarks>Optional words beside required ones say nothing, as at AWS. An empty pattern fits every message.</remarks>
internal sealed class WordPattern : FilterPattern
{
    private readonly List<Func<string, bool>> _required = [];
    private readonly List<Func<string, bool>> _optional = [];
    private readonly List<Func<string, bool>> _excluded = [];

    public override bool Matches(string message) =>
        _required.TrueForAll(has => has(message)) &&
        (_required.Count > 0 || _optional.Count == 0 || _optional.Exists(has => has(message))) &&
        !_excluded.Exists(has => has(message));

    public static new WordPattern Parse(string pattern)
    {
        var words = new WordPattern();
        var at = 0;
        while (at < pattern.Length)
        {
            if (char.IsWhiteSpace(pattern[at]))
            {
                at++;
                continue;
            }

            var target = pattern[at] switch { '?' => words._optional, '-' => words._excluded, _ => words._required };
            if (target != words._required)
            {
                at++;
            }

            target.Add(ParseWord(pattern, ref at));
        }

        return words;
    }

    private static Func<string, bool> ParseWord(string pattern, ref int at)
    {
        if (at < pattern.Length && pattern[at] is '"' or '%')
        {
            var text = Delimited(pattern, ref at);
            if (pattern[at - 1] == '"')
            {
                return message => message.Contains(text, StringComparison.Ordinal);
            }

            Regex expression = PatternRegex.Parse(text);
            return expression.IsMatch;
        }

        var start = at;
        while (at < pattern.Length && !char.IsWhiteSpace(pattern[at]))
        {
            if (!char.IsLetterOrDigit(pattern[at]) && pattern[at] is not ('_' or '.' or '/' or '-' or '+' or ':' or '@' or '*' or '#' or '=' or '$' or '<' or '>' or ',' or ';' or '!' or '&' or '\'' or '~' or '^' or '|'))
            {
                throw new FilterPatternException($"Invalid character(s) in term '{pattern[start..]}'");
            }

            at++;
        }

        var word = pattern[start..at];
        return word.Length > 0
            ? message => message.Contains(word, StringComparison.Ordinal)
            : throw new FilterPatternException("A term is missing.");
    }

    /// <summary>What stands between two quotes or percent signs; a backslash takes the next character as it is.</summary>
    internal static string Delimited(string pattern, ref int at)
    {
        var delimiter = pattern[at];
        var text = new System.Text.StringBuilder();
        for (at++; at < pattern.Length; at++)
        {
            if (pattern[at] == delimiter)
            {
                at++;
                return text.ToString();
            }

            if (pattern[at] == '\\' && at + 1 < pattern.Length && (pattern[at + 1] == delimiter || (delimiter == '"' && pattern[at + 1] == '\\')))
            {
                at++;
            }

            text.Append(pattern[at]);
        }

        throw new FilterPatternException($"A closing {delimiter} is missing.");
    }
}
