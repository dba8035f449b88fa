using System.Globalization;

namespace Headrace.Gateway.CloudWatch.Expressions;

/// <summary>Metric math: <c>100 * errors / SUM([a, b])</c>, <c>IF(FILL(m1, 0) &gt; 5, m1, 0)</c>, <c>RATE(m1)</c>.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html</remarks>
internal sealed class MetricMath(string text, Func<string, Term?> find, Func<IReadOnlyList<Series>> all)
{
    /// <summary>Expressions are short, but parentheses nest.</summary>
    private const int Deepest = 64;

    private int _at;
    private int _depth;

    /// <exception cref="WireException">ValidationError, or a function that is not implemented.</exception>
    public Term Evaluate()
    {
        if (text.TrimStart().StartsWith("SELECT", StringComparison.OrdinalIgnoreCase))
        {
            throw CloudWatchErrors.NotImplemented("Metrics Insights (SELECT)");
        }

        var term = Comparison();
        SkipSpace();
        return _at == text.Length ? term : throw Error($"Unexpected '{text[_at..]}'");
    }

    private Term Comparison()
    {
        var left = Sum();
        while (ReadAny("<=", ">=", "==", "!=", "<", ">", "&&", "||") is { } comparison)
        {
            left = Term.Combine(left, Sum(), comparison switch
            {
                "<=" => static (a, b) => a <= b ? 1 : 0,
                ">=" => static (a, b) => a >= b ? 1 : 0,
                "==" => static (a, b) => a.Equals(b) ? 1 : 0,
                "!=" => static (a, b) => a.Equals(b) ? 0 : 1,
                "<" => static (a, b) => a < b ? 1 : 0,
                ">" => static (a, b) => a > b ? 1 : 0,
                "&&" => static (a, b) => a != 0 && b != 0 ? 1 : 0,
                _ => static (a, b) => a != 0 || b != 0 ? 1 : 0,
            });
        }

        return left;
    }

    private Term Sum()
    {
        var left = Product();
        while (ReadAny("+", "-") is { } sign)
        {
            left = Term.Combine(left, Product(), sign == "+" ? static (a, b) => a + b : static (a, b) => a - b);
        }

        return left;
    }

    private Term Product()
    {
        var left = Power();
        while (ReadAny("*", "/") is { } sign)
        {
            left = Term.Combine(left, Power(), sign == "*" ? static (a, b) => a * b : static (a, b) => a / b);
        }

        return left;
    }

    private Term Power()
    {
        var left = Unary();
        return ReadAny("^") is null ? left : Nested(() => Term.Combine(left, Power(), Math.Pow));
    }

    private Term Unary() => ReadAny("-") is not null ? Nested(() => Unary().Map(static value => -value)) : Primary();

    private Term Primary()
    {
        SkipSpace();
        if (ReadAny("(") is not null)
        {
            var inner = Nested(Comparison);
            Expect(")");
            return inner;
        }

        if (ReadAny("[") is not null)
        {
            var items = Nested(() => new Term.Many([.. Arguments("]").SelectMany(SeriesOf)]));
            return items;
        }

        var start = _at;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '_' or '.'))
        {
            _at++;
        }

        var word = text[start.._at];
        if (word.Length == 0)
        {
            throw Error(_at < text.Length ? $"Unexpected '{text[_at..]}'" : "Unexpected end");
        }

        if (double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return new Term.Number(number);
        }

        return ReadAny("(") is not null
            ? Nested(() => MathFunctions.Call(word, [.. Arguments(")")], all))
            : find(word) ?? throw Error($"Undefined id '{word}'");
    }

    private IEnumerable<Term> Arguments(string end)
    {
        if (ReadAny(end) is not null)
        {
            yield break;
        }

        do
        {
            // The words of FILL: they name no metric.
            var start = _at;
            if (ReadAny("REPEAT", "LINEAR") is { } word)
            {
                SkipSpace();
                if (_at < text.Length && text[_at] is ',' or ')')
                {
                    throw CloudWatchErrors.NotImplemented($"FILL with {word}");
                }

                _at = start;
            }

            yield return Comparison();
        }
        while (ReadAny(",") is not null);
        Expect(end);
    }

    private static IEnumerable<Series> SeriesOf(Term term) => term switch
    {
        Term.One one => [one.Series],
        Term.Many many => many.All,
        _ => throw Error("An array holds time series only"),
    };

    private T Nested<T>(Func<T> inner)
    {
        if (++_depth > Deepest)
        {
            throw Error("Too deeply nested");
        }

        var result = inner();
        _depth--;
        return result;
    }

    private string? ReadAny(params ReadOnlySpan<string> candidates)
    {
        SkipSpace();
        foreach (var candidate in candidates)
        {
            if (string.CompareOrdinal(text, _at, candidate, 0, candidate.Length) == 0)
            {
                _at += candidate.Length;
                return candidate;
            }
        }

        return null;
    }

    private void Expect(string expected)
    {
        if (ReadAny(expected) is null)
        {
            throw Error($"'{expected}' is missing");
        }
    }

    private void SkipSpace()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }
    }

    private static WireException Error(string what) => CloudWatchErrors.Validation($"Error in expression: {what}");
}
