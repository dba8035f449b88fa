namespace Headrace.Tables.Expressions;

/// <summary>Cuts an expression's text into tokens.</summary>
internal static class Tokenizer
{
    public const int LongestExpression = 4096;

    public static List<Token> Read(string text)
    {
        var tokens = new List<Token>();
        var at = 0;
        while (at < text.Length)
        {
            var c = text[at];
            if (c is ' ' or '\t' or '\r' or '\n')
            {
                at++;
                continue;
            }

            var (kind, length) = Next(text.AsSpan(at));
            tokens.Add(new Token(kind, text.Substring(at, length), at));
            at += length;
        }

        tokens.Add(new Token(TokenKind.End, "<EOF>", text.Length));
        return tokens;
    }

    private static (TokenKind Kind, int Length) Next(ReadOnlySpan<char> text) => text[0] switch
    {
        '#' when WordLength(text[1..]) is > 0 and var length => (TokenKind.NamePlaceholder, length + 1),
        ':' when WordLength(text[1..]) is > 0 and var length => (TokenKind.ValuePlaceholder, length + 1),
        >= '0' and <= '9' => (TokenKind.Number, DigitsLength(text)),
        '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') => (TokenKind.Identifier, WordLength(text)),
        '<' when text.Length > 1 && text[1] is '=' or '>' => (TokenKind.Symbol, 2),
        '>' when text.Length > 1 && text[1] is '=' => (TokenKind.Symbol, 2),
        '(' or ')' or '[' or ']' or ',' or '.' or '=' or '<' or '>' or '+' or '-' => (TokenKind.Symbol, 1),
        _ => (TokenKind.Unknown, char.IsHighSurrogate(text[0]) && text.Length > 1 ? 2 : 1),
    };

    private static int WordLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || text[length] == '_'))
        {
            length++;
        }

        return length;
    }

    private static int DigitsLength(ReadOnlySpan<char> text)
    {
        var length = text.IndexOfAnyExceptInRange('0', '9');
        return length < 0 ? text.Length : length;
    }
}
