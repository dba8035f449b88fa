using System.Globalization;

namespace Headrace.Telemetry.Logs.Filters;

/// <summary>Lines of columns: <c>[ip, ..., status = 4* || status = 5*, bytes &gt; 1000]</c>. Columns are parted by space; quotes and brackets keep theirs.</summary>
internal sealed class ColumnPattern : FilterPattern
{
    private readonly List<Func<string, bool>> _columns = [];

    /// <summary>Where <c>...</c> stands for any number of columns; -1 when nowhere.</summary>
    private int _rest = -1;

    public override bool Matches(string message)
    {
        var values = Split(message);
        if (_rest < 0 ? values.Count != _columns.Count : values.Count < _columns.Count)
        {
            return false;
        }

        for (var i = 0; i < _columns.Count; i++)
        {
            var at = _rest >= 0 && i >= _rest ? values.Count - _columns.Count + i : i;
            if (!_columns[i](values[at]))
            {
                return false;
            }
        }

        return true;
    }

    public static new ColumnPattern Parse(string pattern)
    {
        var text = new PatternText(pattern);
        var columns = new ColumnPattern();
        text.Expect("[");
        if (!text.TryRead("]"))
        {
            do
            {
                if (!text.TryRead("..."))
                {
                    columns._columns.Add(Disjunction(text));
                }
                else if (columns._rest < 0)
                {
                    columns._rest = columns._columns.Count;
                }
                else
                {
                    throw new FilterPatternException("An ellipsis may stand in one place only.");
                }
            }
            while (text.TryRead(","));
            text.Expect("]");
        }

        text.SkipSpace();
        return text.IsAtEnd ? columns : throw text.Error("the end");
    }

    private static Func<string, bool> Disjunction(PatternText text)
    {
        var either = Conjunction(text);
        while (text.TryRead("||"))
        {
            var (left, right) = (either, Conjunction(text));
            either = value => left(value) || right(value);
        }

        return either;
    }

    private static Func<string, bool> Conjunction(PatternText text)
    {
        var both = Column(text);
        while (text.TryRead("&&"))
        {
            var (left, right) = (both, Column(text));
            both = value => left(value) && right(value);
        }

        return both;
    }

    /// <summary><c>name</c>, <c>name = value</c> or a parenthesis of such.</summary>
    private static Func<string, bool> Column(PatternText text)
    {
        if (text.TryRead("("))
        {
            var inner = Disjunction(text);
            text.Expect(")");
            return inner;
        }

        text.SkipSpace();
        var name = text.ReadUntil(",]=!<>&|()\"%");
        text.SkipSpace();
        if (text.Peek is ',' or ']' or '&' or '|' or ')')
        {
            return name.Length > 0 || text.Peek is ',' or ']' ? static _ => true : throw text.Error("a column");
        }

        var comparison = Comparison.Read(text, ",]&|()");
        return value => comparison.Holds(value, double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null);
    }

    private static List<string> Split(string message)
    {
        var values = new List<string>();
        for (var at = 0; at < message.Length; at++)
        {
            if (char.IsWhiteSpace(message[at]))
            {
                continue;
            }

            var close = message[at] switch { '"' => '"', '[' => ']', _ => '\0' };
            var end = close == '\0' ? -1 : message.IndexOf(close, at + 1);
            if (end > 0)
            {
                values.Add(message[(at + 1)..end]);
                at = end;
                continue;
            }

            var start = at;
            while (at < message.Length && !char.IsWhiteSpace(message[at]))
            {
                at++;
            }

            values.Add(message[start..at]);
        }

        return values;
    }
}
