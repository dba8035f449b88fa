using System.Globalization;
using System.Text;
using static Headrace.Apis.Templates.VelocityTemplate;

namespace Headrace.Apis.Templates;

/// <summary>Reads a template by recursive descent.</summary>
internal sealed class VelocityParser(string text)
{
    private const int MaximumDepth = 64;

    private static readonly string[][] Operators = [["||", "or"], ["&&", "and"], ["==", "eq", "!=", "ne"], ["<=", "le", "<", "lt", ">=", "ge", ">", "gt"], ["+", "-"], ["*", "/", "%"]];

    private static readonly string[] Unsupported = ["macro", "include", "parse", "stop", "break", "evaluate", "define", "literal"];

    private int _at;
    private int _depth;

    private bool IsAtEnd => _at >= text.Length;

    private char Now => text[_at];

    public Node[] ReadAll()
    {
        var nodes = ReadBlock();
        return IsAtEnd ? nodes : throw Wrong("a directive that closes nothing");
    }

    /// <summary>Up to the end, or up to a directive that closes or divides a block.</summary>
    private Node[] ReadBlock()
    {
        if (++_depth > MaximumDepth)
        {
            throw Wrong("blocks too deep");
        }

        var nodes = new List<Node>();
        var literal = new StringBuilder();
        while (!IsAtEnd)
        {
            if (Now == '\\' && _at + 1 < text.Length && text[_at + 1] is '$' or '#' && IsReferenceOrDirective(_at + 1))
            {
                literal.Append(text[_at + 1]);
                _at += 2;
            }
            else if (Now == '$' && TryReadReference() is { } reference)
            {
                Flush();
                nodes.Add(reference);
            }
            else if (Now == '#')
            {
                if (SkipComment())
                {
                    continue;
                }

                var name = PeekDirective();
                if (name is "end" or "else" or "elseif")
                {
                    break;
                }

                if (name is null)
                {
                    literal.Append(text[_at++]);
                    continue;
                }

                if (name is "set" or "if" or "foreach" || Unsupported.Contains(name))
                {
                    Flush();
                    nodes.Add(ReadDirective(name));
                }
                else
                {
                    literal.Append(text[_at++]);
                }
            }
            else
            {
                literal.Append(text[_at++]);
            }
        }

        Flush();
        _depth--;
        return [.. nodes];

        void Flush()
        {
            if (literal.Length > 0)
            {
                nodes.Add(new TextNode(literal.ToString()));
                literal.Clear();
            }
        }
    }

    private bool IsReferenceOrDirective(int at) => at + 1 < text.Length && (char.IsAsciiLetter(text[at + 1]) || text[at + 1] is '{' or '!');

    private bool SkipComment()
    {
        if (text.AsSpan(_at).StartsWith("##", StringComparison.Ordinal))
        {
            var end = text.IndexOf('\n', _at);
            _at = end < 0 ? text.Length : end + 1;
            return true;
        }

        if (text.AsSpan(_at).StartsWith("#*", StringComparison.Ordinal))
        {
            var end = text.IndexOf("*#", _at, StringComparison.Ordinal);
            _at = end < 0 ? text.Length : end + 2;
            return true;
        }

        return false;
    }

    /// <summary>The name after a <c>#</c> (<c>#if</c>, <c>#{else}</c>), or null.</summary>
    private string? PeekDirective()
    {
        var start = _at + 1;
        var braced = start < text.Length && text[start] == '{';
        var end = braced ? ++start : start;
        while (end < text.Length && char.IsAsciiLetter(text[end]))
        {
            end++;
        }

        return end == start || (braced && (end >= text.Length || text[end] != '}')) ? null : text[start..end];
    }

    private void TakeDirective(string name) => _at += 1 + name.Length + (text[_at + 1] == '{' ? 2 : 0);

    private Node ReadDirective(string name)
    {
        if (Unsupported.Contains(name))
        {
            throw new TemplateException($"#{name}", isSyntax: false);
        }

        TakeDirective(name);
        return name switch
        {
            "set" => ReadSet(),
            "if" => ReadIf(),
            _ => ReadForEach(),
        };
    }

    private SetNode ReadSet()
    {
        Take('(');
        Take('$');
        var braced = TryTake('{');
        var path = new List<string> { ReadName() };
        while (TryTakeHere('.'))
        {
            path.Add(ReadName());
        }

        if (braced)
        {
            Take('}');
        }

        Take('=');
        var value = ReadExpression();
        Take(')');
        SkipLineEnd();
        return new SetNode([.. path], value);
    }

    private IfNode ReadIf()
    {
        var branches = new List<(Expression? Condition, Node[] Body)> { (ReadCondition(), ReadBlock()) };
        while (true)
        {
            switch (IsAtEnd ? null : PeekDirective())
            {
                case "elseif":
                    TakeDirective("elseif");
                    branches.Add((ReadCondition(), ReadBlock()));
                    break;
                case "else":
                    TakeDirective("else");
                    SkipLineEnd();
                    branches.Add((null, ReadBlock()));
                    break;
                case "end":
                    TakeDirective("end");
                    SkipLineEnd();
                    return new IfNode([.. branches]);
                default:
                    throw Wrong("#if without #end");
            }
        }
    }

    private Expression ReadCondition()
    {
        Take('(');
        var condition = ReadExpression();
        Take(')');
        SkipLineEnd();
        return condition;
    }

    private ForEachNode ReadForEach()
    {
        Take('(');
        Take('$');
        var braced = TryTake('{');
        var variable = ReadName();
        if (braced)
        {
            Take('}');
        }

        SkipSpace();
        if (!TakeWord("in"))
        {
            throw Wrong("#foreach without in");
        }

        var items = ReadExpression();
        Take(')');
        SkipLineEnd();
        var body = ReadBlock();
        if (IsAtEnd || PeekDirective() != "end")
        {
            throw Wrong("#foreach without #end");
        }

        TakeDirective("end");
        SkipLineEnd();
        return new ForEachNode(variable, items, body);
    }

    /// <summary>A directive on a line of its own takes the line's end along.</summary>
    private void SkipLineEnd()
    {
        var at = _at;
        while (at < text.Length && text[at] is ' ' or '\t' or '\r')
        {
            at++;
        }

        if (at < text.Length && text[at] == '\n')
        {
            _at = at + 1;
        }
    }

    /// <summary>Null when the dollar sign is only one.</summary>
    private ReferenceNode? TryReadReference()
    {
        var start = _at++;
        var isQuiet = TryTakeHere('!');
        var braced = TryTakeHere('{');
        if (IsAtEnd || !(char.IsAsciiLetter(Now) || Now == '_'))
        {
            _at = start;
            return null;
        }

        var value = ReadPath(new Expression.Variable(ReadName()));
        if (braced)
        {
            Take('}');
        }

        return new ReferenceNode(value, text[start.._at], isQuiet);
    }

    private Expression ReadPath(Expression value)
    {
        if (++_depth > MaximumDepth)
        {
            throw Wrong("expressions too deep");
        }

        while (!IsAtEnd)
        {
            if (Now == '.' && _at + 1 < text.Length && (char.IsAsciiLetter(text[_at + 1]) || text[_at + 1] == '_'))
            {
                _at++;
                var name = ReadName();
                if (TryTakeHere('('))
                {
                    var arguments = ReadUntil(')');
                    value = VelocityValue.IsMethod(name) ? new Expression.Call(value, name, arguments) : throw new TemplateException($"the method {name}", isSyntax: false);
                }
                else
                {
                    value = value is Expression.Variable { Name: "input" } && name is not "body"
                        ? throw new TemplateException($"$input.{name}", isSyntax: false)
                        : new Expression.Member(value, name);
                }
            }
            else if (Now == '[')
            {
                _at++;
                value = new Expression.Index(value, ReadExpression());
                Take(']');
            }
            else
            {
                break;
            }
        }

        _depth--;
        return value;
    }

    private Expression ReadExpression(int level = 0)
    {
        if (level == 0 && ++_depth > MaximumDepth)
        {
            throw Wrong("expressions too deep");
        }

        var left = level == Operators.Length ? ReadUnary() : ReadExpression(level + 1);
        while (level < Operators.Length && TryTakeOperator(Operators[level]) is { } found)
        {
            left = new Expression.Binary(found, left, ReadExpression(level + 1));
        }

        if (level == 0)
        {
            _depth--;
        }

        return left;
    }

    private string? TryTakeOperator(string[] operators)
    {
        SkipSpace();
        foreach (var candidate in operators)
        {
            if (char.IsAsciiLetter(candidate[0]) ? TakeWord(candidate) : text.AsSpan(_at).StartsWith(candidate, StringComparison.Ordinal))
            {
                _at += char.IsAsciiLetter(candidate[0]) ? 0 : candidate.Length;
                return candidate switch { "or" => "||", "and" => "&&", "eq" => "==", "ne" => "!=", "lt" => "<", "le" => "<=", "gt" => ">", "ge" => ">=", _ => candidate };
            }
        }

        return null;
    }

    private Expression ReadUnary()
    {
        SkipSpace();
        if (IsAtEnd)
        {
            throw Wrong("an expression that ends early");
        }

        if (Now == '!' || TakeWord("not"))
        {
            _at += !IsAtEnd && Now == '!' ? 1 : 0;
            if (++_depth > MaximumDepth)
            {
                throw Wrong("expressions too deep");
            }

            var operand = ReadUnary();
            _depth--;
            return new Expression.Not(operand);
        }

        switch (Now)
        {
            case '(':
                _at++;
                var inner = ReadExpression();
                Take(')');
                return inner;
            case '$':
                return TryReadReference()?.Value ?? throw Wrong("a dollar sign without a name");
            case '\'':
                return new Expression.Literal(ReadQuoted('\''));
            case '"':
                var quoted = ReadQuoted('"');
                return quoted.AsSpan().ContainsAny('$', '#') ? new Expression.Interpolated(VelocityTemplate.Parse(quoted)) : new Expression.Literal(quoted);
            case '[':
                _at++;
                return ReadList();
            case '{':
                _at++;
                return ReadMap();
            default:
                return TakeWord("true") ? new Expression.Literal(true) : TakeWord("false") ? new Expression.Literal(false) : TakeWord("null") ? new Expression.Literal(null) : ReadNumber();
        }
    }

    private Expression ReadList()
    {
        SkipSpace();
        if (TryTake(']'))
        {
            return new Expression.List([]);
        }

        var first = ReadExpression();
        SkipSpace();
        if (text.AsSpan(_at).StartsWith("..", StringComparison.Ordinal))
        {
            _at += 2;
            var last = ReadExpression();
            Take(']');
            return new Expression.Range(first, last);
        }

        return new Expression.List([first, .. TryTake(',') ? ReadUntil(']') : Close(']')]);
    }

    private Expression[] Close(char end)
    {
        Take(end);
        return [];
    }

    private Expression[] ReadUntil(char end)
    {
        var items = new List<Expression>();
        if (TryTake(end))
        {
            return [];
        }

        do
        {
            items.Add(ReadExpression());
        }
        while (TryTake(','));

        Take(end);
        return [.. items];
    }

    private Expression.Map ReadMap()
    {
        var entries = new List<(Expression, Expression)>();
        if (TryTake('}'))
        {
            return new Expression.Map([]);
        }

        do
        {
            var key = ReadExpression();
            Take(':');
            entries.Add((key, ReadExpression()));
        }
        while (TryTake(','));

        Take('}');
        return new Expression.Map([.. entries]);
    }

    private Expression.Literal ReadNumber()
    {
        var start = _at;
        _at += !IsAtEnd && Now == '-' ? 1 : 0;
        while (!IsAtEnd && (char.IsAsciiDigit(Now) || (Now == '.' && _at + 1 < text.Length && char.IsAsciiDigit(text[_at + 1]))))
        {
            _at++;
        }

        var number = text[start.._at];
        return long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? new Expression.Literal(whole)
            : double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) ? new Expression.Literal(real)
            : throw Wrong("an expression that is none");
    }

    private string ReadQuoted(char quote)
    {
        var value = new StringBuilder();
        for (_at++; !IsAtEnd; _at++)
        {
            if (Now == quote)
            {
                // A quote twice is one.
                if (_at + 1 < text.Length && text[_at + 1] == quote)
                {
                    _at++;
                }
                else
                {
                    _at++;
                    return value.ToString();
                }
            }

            value.Append(Now);
        }

        throw Wrong("text that does not end");
    }

    private string ReadName()
    {
        var start = _at;
        while (!IsAtEnd && (char.IsAsciiLetterOrDigit(Now) || Now is '_' or '-'))
        {
            _at++;
        }

        return _at > start ? text[start.._at] : throw Wrong("a name that is missing");
    }

    private bool TakeWord(string word)
    {
        var end = _at + word.Length;
        if (!text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal) || (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_')))
        {
            return false;
        }

        _at = end;
        return true;
    }

    private void Take(char expected)
    {
        if (!TryTake(expected))
        {
            throw Wrong($"a '{expected}' that is missing");
        }
    }

    private bool TryTake(char expected)
    {
        SkipSpace();
        return TryTakeHere(expected);
    }

    private bool TryTakeHere(char expected)
    {
        var isThere = !IsAtEnd && Now == expected;
        _at += isThere ? 1 : 0;
        return isThere;
    }

    private void SkipSpace()
    {
        while (!IsAtEnd && char.IsWhiteSpace(Now))
        {
            _at++;
        }
    }

    private TemplateException Wrong(string what) => new($"{what} at position {_at}", isSyntax: true);
}
