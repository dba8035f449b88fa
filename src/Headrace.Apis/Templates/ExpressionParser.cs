using System.Globalization;

namespace Headrace.Apis.Templates;

/// <summary>Reads references (<c>$x.y[0].m('a')</c>) and what is computed with them: <c>1 + 2 == $x.size() || !$y</c>.</summary>
internal sealed class ExpressionParser(TemplateCursor cursor)
{
    private const string TooDeep = "expressions";

    /// <summary>From the loosest to the tightest; words are the signs' other names.</summary>
    private static readonly (string Text, string Sign)[][] Operators =
    [
        [("||", "||"), ("or", "||")],
        [("&&", "&&"), ("and", "&&")],
        [("==", "=="), ("eq", "=="), ("!=", "!="), ("ne", "!=")],
        [("<=", "<="), ("le", "<="), ("<", "<"), ("lt", "<"), (">=", ">="), ("ge", ">="), (">", ">"), ("gt", ">")],
        [("+", "+"), ("-", "-")],
        [("*", "*"), ("/", "/"), ("%", "%")],
    ];

    public Expression Read(int level = 0)
    {
        if (level == Operators.Length)
        {
            return ReadUnary();
        }

        if (level == 0)
        {
            cursor.Enter(TooDeep);
        }

        var left = Read(level + 1);
        while (TryTakeOperator(Operators[level]) is { } found)
        {
            left = new Expression.Binary(found, left, Read(level + 1));
        }

        if (level == 0)
        {
            cursor.Leave();
        }

        return left;
    }

    /// <summary>Null when the dollar sign is only one.</summary>
    public Expression? TryReadReference()
    {
        var start = cursor.At++;
        cursor.TryTakeHere('!');
        var braced = cursor.TryTakeHere('{');
        if (cursor.IsAtEnd || !IsNameStart(cursor.Now))
        {
            cursor.At = start;
            return null;
        }

        var value = ReadPath(new Expression.Variable(cursor.ReadName()));
        if (braced)
        {
            cursor.Take('}');
        }

        return value;
    }

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';

    private Expression ReadPath(Expression value)
    {
        cursor.Enter(TooDeep);
        while (!cursor.IsAtEnd)
        {
            if (cursor.Now == '.' && IsNameStart(cursor.Then))
            {
                cursor.At++;
                value = ReadMember(value, cursor.ReadName());
            }
            else if (cursor.TryTakeHere('['))
            {
                value = new Expression.Index(value, Read());
                cursor.Take(']');
            }
            else
            {
                break;
            }
        }

        cursor.Leave();
        return value;
    }

    private Expression ReadMember(Expression value, string name)
    {
        if (cursor.TryTakeHere('('))
        {
            var arguments = ReadUntil(')');
            return VelocityValue.IsMethod(name) ? new Expression.Call(value, name, arguments) : throw new TemplateException($"the method {name}", isSyntax: false);
        }

        return value is Expression.Variable { Name: "input" } && name is not "body"
            ? throw new TemplateException($"$input.{name}", isSyntax: false)
            : new Expression.Member(value, name);
    }

    private string? TryTakeOperator((string Text, string Sign)[] operators)
    {
        cursor.SkipSpace();
        foreach (var (text, sign) in operators)
        {
            if (char.IsAsciiLetter(text[0]) ? cursor.TakeWord(text) : cursor.IsAt(text))
            {
                cursor.At += char.IsAsciiLetter(text[0]) ? 0 : text.Length;
                return sign;
            }
        }

        return null;
    }

    private Expression ReadUnary()
    {
        cursor.SkipSpace();
        if (cursor.IsAtEnd)
        {
            throw cursor.Wrong("an expression that ends early");
        }

        if (cursor.TryTakeHere('!') || cursor.TakeWord("not"))
        {
            cursor.Enter(TooDeep);
            var operand = ReadUnary();
            cursor.Leave();
            return new Expression.Not(operand);
        }

        switch (cursor.Now)
        {
            case '(':
                cursor.At++;
                var inner = Read();
                cursor.Take(')');
                return inner;
            case '$':
                return TryReadReference() ?? throw cursor.Wrong("a dollar sign without a name");
            case '\'':
                return new Expression.Literal(cursor.ReadQuoted('\''));
            case '"':
                var quoted = cursor.ReadQuoted('"');
                return quoted.AsSpan().ContainsAny('$', '#') ? new Expression.Interpolated(VelocityTemplate.Parse(quoted)) : new Expression.Literal(quoted);
            case '[':
                cursor.At++;
                return ReadList();
            case '{':
                cursor.At++;
                return ReadMap();
            default:
                return cursor.TakeWord("true") ? new Expression.Literal(true)
                    : cursor.TakeWord("false") ? new Expression.Literal(false)
                    : cursor.TakeWord("null") ? new Expression.Literal(null)
                    : ReadNumber();
        }
    }

    private Expression ReadList()
    {
        if (cursor.TryTake(']'))
        {
            return new Expression.List([]);
        }

        var first = Read();
        cursor.SkipSpace();
        if (cursor.IsAt(".."))
        {
            cursor.At += 2;
            var last = Read();
            cursor.Take(']');
            return new Expression.Range(first, last);
        }

        if (cursor.TryTake(','))
        {
            return new Expression.List([first, .. ReadUntil(']')]);
        }

        cursor.Take(']');
        return new Expression.List([first]);
    }

    private Expression[] ReadUntil(char end)
    {
        var items = new List<Expression>();
        if (cursor.TryTake(end))
        {
            return [];
        }

        do
        {
            items.Add(Read());
        }
        while (cursor.TryTake(','));

        cursor.Take(end);
        return [.. items];
    }

    private Expression.Map ReadMap()
    {
        var entries = new List<(Expression, Expression)>();
        if (cursor.TryTake('}'))
        {
            return new Expression.Map([]);
        }

        do
        {
            var key = Read();
            cursor.Take(':');
            entries.Add((key, Read()));
        }
        while (cursor.TryTake(','));

        cursor.Take('}');
        return new Expression.Map([.. entries]);
    }

    private Expression.Literal ReadNumber()
    {
        var start = cursor.At;
        cursor.TryTakeHere('-');
        while (!cursor.IsAtEnd && (char.IsAsciiDigit(cursor.Now) || (cursor.Now == '.' && char.IsAsciiDigit(cursor.Then))))
        {
            cursor.At++;
        }

        var number = cursor.Text[start..cursor.At];
        return long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? new Expression.Literal(whole)
            : double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) ? new Expression.Literal(real)
            : throw cursor.Wrong("an expression that is none");
    }
}
