using System.Globalization;
using System.Text;
using Headrace.Tables.Values;

namespace Headrace.Tables.Expressions;

/// <summary>What the three kinds of expression have in common: tokens, paths, placeholders, limits, errors.</summary>
internal sealed class ExpressionReader
{
    private const int MostOperators = 300;
    private const int DeepestPath = 32;
    private const int MostNesting = 256;
    private const int LargestIndex = 99_999;

    private readonly string _text;
    private readonly List<Token> _tokens;
    private readonly Placeholders _placeholders;
    private readonly Func<Token, bool> _isKeyword;
    private int _at;
    private int _operators;
    private int _nesting;

    private ExpressionReader(string text, Placeholders placeholders, Func<Token, bool> isKeyword)
    {
        (_text, _placeholders, _isKeyword) = (text, placeholders, isKeyword);
        _tokens = Tokenizer.Read(text);
    }

    public ExpressionErrors Errors { get; } = new();

    public Token Current => _tokens[_at];

    /// <summary>Reads a whole expression.</summary>
    /// <param name="parameter">Its name, such as <c>FilterExpression</c>: errors begin with it.</param>
    /// <param name="isKeyword">Words that cannot be names in this kind of expression.</param>
    /// <exception cref="TablesException">ValidationException.</exception>
    public static T Read<T>(string parameter, string text, Placeholders placeholders, Func<Token, bool> isKeyword, Func<ExpressionReader, T> read)
    {
        if (text.Length == 0)
        {
            throw Invalid(parameter, "The expression can not be empty;");
        }

        var size = Encoding.UTF8.GetByteCount(text);
        if (size > Tokenizer.LongestExpression)
        {
            throw Invalid(parameter, string.Create(CultureInfo.InvariantCulture, $"Expression size has exceeded the maximum allowed size; expression size: {size}"));
        }

        var reader = new ExpressionReader(text, placeholders, isKeyword);
        T result;
        try
        {
            result = read(reader);
            if (reader.Current.Kind != TokenKind.End)
            {
                throw reader.SyntaxError();
            }
        }
        catch (SyntaxException refused)
        {
            throw Invalid(parameter, refused.Message);
        }

        return reader.Errors.First is { } error ? throw Invalid(parameter, error) : result;
    }

    public Token Next() => _tokens[_at++];

    public Token Peek(int ahead = 1) => _tokens[Math.Min(_at + ahead, _tokens.Count - 1)];

    public bool Take(string symbol)
    {
        if (!Current.Is(symbol))
        {
            return false;
        }

        _at++;
        return true;
    }

    public bool TakeWord(string word)
    {
        if (!Current.IsWord(word))
        {
            return false;
        }

        _at++;
        return true;
    }

    public void Expect(string symbol)
    {
        if (!Take(symbol))
        {
            throw SyntaxError();
        }
    }

    public SyntaxException SyntaxError() => SyntaxError(_at);

    /// <summary>Names the token that does not fit, between those beside it.</summary>
    public SyntaxException SyntaxError(int at)
    {
        var token = _tokens[at];
        var from = _tokens[Math.Max(0, at - 1)].Start;
        var to = _tokens[Math.Min(at + 1, _tokens.Count - 1)].End;
        return new SyntaxException($"Syntax error; token: \"{token.Text}\", near: \"{_text[from..to]}\"");
    }

    public int Position => _at;

    public void CountOperator()
    {
        if (++_operators > MostOperators)
        {
            throw new SyntaxException(string.Create(CultureInfo.InvariantCulture, $"The expression contains too many operators; operator count: {_operators}"));
        }
    }

    /// <summary>Keeps a hostile expression from exhausting the stack; the limit on operators is lower.</summary>
    public void Enter()
    {
        if (++_nesting > MostNesting)
        {
            throw new SyntaxException(string.Create(CultureInfo.InvariantCulture, $"The expression contains too many operators; operator count: {MostOperators + 1}"));
        }
    }

    public void Leave() => _nesting--;

    public bool IsAtPath => Current.Kind == TokenKind.NamePlaceholder || (Current.Kind == TokenKind.Identifier && !_isKeyword(Current));

    /// <summary>A document path; null when a name in it is not defined, which has been noted.</summary>
    public DocumentPath? ReadPath()
    {
        var elements = new List<PathElement>();
        var isWhole = ReadName(elements);
        while (true)
        {
            if (Take("."))
            {
                isWhole &= ReadName(elements);
            }
            else if (Take("["))
            {
                if (Current.Kind != TokenKind.Number)
                {
                    throw SyntaxError();
                }

                elements.Add(PathElement.Of(ReadIndex(Next().Text)));
                Expect("]");
            }
            else
            {
                break;
            }
        }

        if (elements.Count > DeepestPath)
        {
            throw new SyntaxException(string.Create(CultureInfo.InvariantCulture, $"The document path has too many nesting levels; nesting levels: {elements.Count}"));
        }

        return isWhole ? new DocumentPath(elements) : null;
    }

    /// <summary>The value behind <c>:name</c>, which stands next; null when it is not defined, which has been noted.</summary>
    public AttributeValue? ReadValue()
    {
        var token = Next();
        var value = _placeholders.Value(token.Text);
        if (value is null)
        {
            Errors.Add(ExpressionFault.Value, $"An expression attribute value used in expression is not defined; attribute value: {token.Text}");
        }

        return value;
    }

    public static TablesException Invalid(string parameter, string message) => TablesErrors.Invalid($"Invalid {parameter}: {message}");

    private bool ReadName(List<PathElement> elements)
    {
        if (!IsAtPath)
        {
            throw SyntaxError();
        }

        var token = Next();
        if (token.Kind == TokenKind.Identifier)
        {
            if (ReservedWords.Contain(token.Text))
            {
                Errors.Add(ExpressionFault.ReservedWord, $"Attribute name is a reserved keyword; reserved keyword: {token.Text}");
            }

            elements.Add(PathElement.Of(token.Text));
            return true;
        }

        var name = _placeholders.Name(token.Text);
        if (name is null)
        {
            Errors.Add(ExpressionFault.Name, $"An expression attribute name used in the document path is not defined; attribute name: {token.Text}");
            return false;
        }

        elements.Add(PathElement.Of(name));
        return true;
    }

    private static int ReadIndex(string digits) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= LargestIndex
        ? index
        : throw new SyntaxException($"List index is not within the allowable range; index: [{digits}]");
}
