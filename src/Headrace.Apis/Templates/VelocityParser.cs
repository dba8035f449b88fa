using System.Text;
using static Headrace.Apis.Templates.VelocityTemplate;

namespace Headrace.Apis.Templates;

/// <summary>Reads a template by recursive descent: text, references, and directives with their blocks.</summary>
internal sealed class VelocityParser
{
    private static readonly string[] Unsupported = ["macro", "include", "parse", "stop", "break", "evaluate", "define", "literal"];

    private readonly TemplateCursor _cursor;
    private readonly ExpressionParser _expressions;

    public VelocityParser(string text)
    {
        _cursor = new TemplateCursor(text);
        _expressions = new ExpressionParser(_cursor);
    }

    public Node[] ReadAll()
    {
        var nodes = ReadBlock();
        return _cursor.IsAtEnd ? nodes : throw _cursor.Wrong("a directive that closes nothing");
    }

    /// <summary>Up to the end, or up to a directive that closes or divides a block.</summary>
    private Node[] ReadBlock()
    {
        _cursor.Enter("blocks");
        var nodes = new List<Node>();
        var literal = new StringBuilder();
        while (!_cursor.IsAtEnd)
        {
            if (_cursor.Now == '\\' && _cursor.Then is '$' or '#' && IsReferenceOrDirective(_cursor.At + 1))
            {
                literal.Append(_cursor.Then);
                _cursor.At += 2;
                continue;
            }

            if (SkipComment())
            {
                continue;
            }

            var directive = _cursor.Now == '#' ? PeekDirective() : null;
            if (directive is "end" or "else" or "elseif")
            {
                break;
            }

            var node = directive is not null ? TryReadDirective(directive) : _cursor.Now == '$' && _expressions.TryReadReference() is { } reference ? new ReferenceNode(reference) : null;
            if (node is null)
            {
                literal.Append(_cursor.Now);
                _cursor.At++;
            }
            else
            {
                Flush();
                nodes.Add(node);
            }
        }

        Flush();
        _cursor.Leave();
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

    private bool IsReferenceOrDirective(int at) => at + 1 < _cursor.Text.Length && (char.IsAsciiLetter(_cursor.Text[at + 1]) || _cursor.Text[at + 1] is '{' or '!');

    private bool SkipComment()
    {
        var (closing, isComment) = _cursor.IsAt("##") ? ("\n", true) : _cursor.IsAt("#*") ? ("*#", true) : ("", false);
        if (isComment)
        {
            var end = _cursor.Text.IndexOf(closing, _cursor.At, StringComparison.Ordinal);
            _cursor.At = end < 0 ? _cursor.Text.Length : end + closing.Length;
        }

        return isComment;
    }

    /// <summary>The name after a <c>#</c> (<c>#if</c>, <c>#{else}</c>), or null.</summary>
    private string? PeekDirective()
    {
        var text = _cursor.Text;
        var start = _cursor.At + 1;
        var braced = start < text.Length && text[start] == '{';
        var end = braced ? ++start : start;
        while (end < text.Length && char.IsAsciiLetter(text[end]))
        {
            end++;
        }

        return end == start || (braced && (end >= text.Length || text[end] != '}')) ? null : text[start..end];
    }

    private void TakeDirective(string name) => _cursor.At += 1 + name.Length + (_cursor.Then == '{' ? 2 : 0);

    /// <summary>Null when it is none: text.</summary>
    private Node? TryReadDirective(string name)
    {
        if (Unsupported.Contains(name))
        {
            throw new TemplateException($"#{name}", isSyntax: false);
        }

        if (name is not ("set" or "if" or "foreach"))
        {
            return null;
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
        _cursor.Take('(');
        var target = ReadTarget();
        _cursor.Take('=');
        var value = _expressions.Read();
        _cursor.Take(')');
        _cursor.SkipLineEnd();
        return new SetNode(target, value);
    }

    private Expression ReadTarget()
    {
        _cursor.SkipSpace();
        var target = !_cursor.IsAtEnd && _cursor.Now == '$' ? _expressions.TryReadReference() : null;
        return target is Expression.Variable or Expression.Member or Expression.Index ? target : throw _cursor.Wrong("a place to set that is none");
    }

    private IfNode ReadIf()
    {
        var branches = new List<(Expression? Condition, Node[] Body)> { (ReadCondition(), ReadBlock()) };
        while (true)
        {
            switch (_cursor.IsAtEnd ? null : PeekDirective())
            {
                case "elseif":
                    TakeDirective("elseif");
                    branches.Add((ReadCondition(), ReadBlock()));
                    break;
                case "else":
                    TakeDirective("else");
                    _cursor.SkipLineEnd();
                    branches.Add((null, ReadBlock()));
                    break;
                case "end":
                    TakeDirective("end");
                    _cursor.SkipLineEnd();
                    return new IfNode([.. branches]);
                default:
                    throw _cursor.Wrong("#if without #end");
            }
        }
    }

    private Expression ReadCondition()
    {
        _cursor.Take('(');
        var condition = _expressions.Read();
        _cursor.Take(')');
        _cursor.SkipLineEnd();
        return condition;
    }

    private ForEachNode ReadForEach()
    {
        _cursor.Take('(');
        if (ReadTarget() is not Expression.Variable { Name: var variable })
        {
            throw _cursor.Wrong("#foreach without a variable");
        }

        _cursor.SkipSpace();
        if (!_cursor.TakeWord("in"))
        {
            throw _cursor.Wrong("#foreach without in");
        }

        var items = _expressions.Read();
        _cursor.Take(')');
        _cursor.SkipLineEnd();
        var body = ReadBlock();
        if (_cursor.IsAtEnd || PeekDirective() != "end")
        {
            throw _cursor.Wrong("#foreach without #end");
        }

        TakeDirective("end");
        _cursor.SkipLineEnd();
        return new ForEachNode(variable, items, body);
    }
}
