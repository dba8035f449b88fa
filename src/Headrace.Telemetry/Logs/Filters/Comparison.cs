using System.Globalization;
using System.Text.RegularExpressions;

namespace Headrace.Telemetry.Logs.Filters;

/// <summary>What a column or a member is compared with: <c>= 4*</c>, <c>!= "a b"</c>, <c>&gt;= 1.5e3</c>, <c>= %regex%</c>.</summary>
internal sealed class Comparison
{
    private readonly string _operator;
    private readonly string _text;
    private readonly double? _number;
    private readonly Regex? _expression;

    private Comparison(string comparisonOperator, string text, double? number, Regex? expression)
    {
        _operator = comparisonOperator;
        _text = text;
        _number = number;
        _expression = expression;
    }

    /// <summary>Reads operator and value.</summary>
    /// <param name="stops">Characters that end a value without quotes.</param>
    public static Comparison Read(PatternText pattern, string stops)
    {
        var comparisonOperator = pattern.ReadOperator() ?? throw pattern.Error("an operator");
        pattern.SkipSpace();
        string text;
        Regex? expression = null;
        double? number = null;
        if (pattern.Peek is '"' or '%')
        {
            var isExpression = pattern.Peek == '%';
            text = pattern.ReadDelimited();
            expression = isExpression ? PatternRegex.Parse(text) : null;
        }
        else
        {
            text = pattern.ReadUntil(stops);
            number = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
        }

        if (text.Length == 0 && expression is null && number is null && !pattern.LastWasDelimited)
        {
            throw pattern.Error("a value");
        }

        if (expression is null && number is null && text.Contains('*', StringComparison.Ordinal))
        {
            expression = PatternRegex.OfWildcard(text);
        }

        if (comparisonOperator is not ("=" or "!="))
        {
            number ??= double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var quoted) ? quoted : throw pattern.Error("a number");
        }

        return new Comparison(comparisonOperator, text, number, expression);
    }

    /// <param name="number">The value as a number, where it is one.</param>
    public bool Holds(string value, double? number) => _operator switch
    {
        "=" => IsEqual(value, number),
        "!=" => !IsEqual(value, number),
        "<" => number < _number,
        "<=" => number <= _number,
        ">" => number > _number,
        _ => number >= _number,
    };

    private bool IsEqual(string value, double? number) =>
        _expression?.IsMatch(value) ?? (_number is { } wanted && number is { } is_ ? wanted.Equals(is_) : value == _text);
}
