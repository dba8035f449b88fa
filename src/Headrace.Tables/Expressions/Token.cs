namespace Headrace.Tables.Expressions;

internal enum TokenKind
{
    End,
    Identifier,
    NamePlaceholder,
    ValuePlaceholder,
    Number,
    Symbol,
    Unknown,
}

/// <summary>A piece of an expression's text.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Start)
{
    public int End => Start + (Kind == TokenKind.End ? 0 : Text.Length);

    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    /// <summary>Words of the grammar are read whatever their case.</summary>
    public bool IsWord(string word) => Kind == TokenKind.Identifier && Text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
