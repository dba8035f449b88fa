using System.Text;

namespace Headrace.Apis.Templates;

/// <summary>A place in a template's text, and how deep the reading is.</summary>
internal sealed class TemplateCursor(string text)
{
    private const int MaximumDepth = 64;

    private int _depth;

    public string Text { get; } = text;

    public int At { get; set; }

    public bool IsAtEnd => At >= Text.Length;

    public char Now => Text[At];

    /// <summary>What follows the character that is next; a NUL at the end.</summary>
    public char Then => At + 1 < Text.Length ? Text[At + 1] : '\0';

    public bool IsAt(string part) => Text.AsSpan(At).StartsWith(part, StringComparison.Ordinal);

    /// <exception cref="TemplateException">Deeper than templates need to be: the stack must not decide.</exception>
    public void Enter(string what)
    {
        if (++_depth > MaximumDepth)
        {
            throw Wrong($"{what} too deep");
        }
    }

    public void Leave() => _depth--;

    public string ReadName()
    {
        var start = At;
        while (!IsAtEnd && (char.IsAsciiLetterOrDigit(Now) || Now is '_' or '-'))
        {
            At++;
        }

        return At > start ? Text[start..At] : throw Wrong("a name that is missing");
    }

    /// <summary>Text between quotes, of which two are one.</summary>
    public string ReadQuoted(char quote)
    {
        var value = new StringBuilder();
        for (At++; !IsAtEnd; At++)
        {
            if (Now == quote)
            {
                if (Then != quote)
                {
                    At++;
                    return value.ToString();
                }

                At++;
            }

            value.Append(Now);
        }

        throw Wrong("text that does not end");
    }

    public bool TakeWord(string word)
    {
        var end = At + word.Length;
        if (!IsAt(word) || (end < Text.Length && (char.IsAsciiLetterOrDigit(Text[end]) || Text[end] == '_')))
        {
            return false;
        }

        At = end;
        return true;
    }

    public void Take(char expected)
    {
        if (!TryTake(expected))
        {
            throw Wrong($"a '{expected}' that is missing");
        }
    }

    public bool TryTake(char expected)
    {
        SkipSpace();
        return TryTakeHere(expected);
    }

    /// <summary>As <see cref="TryTake"/>, without white space before.</summary>
    public bool TryTakeHere(char expected)
    {
        var isThere = !IsAtEnd && Now == expected;
        At += isThere ? 1 : 0;
        return isThere;
    }

    public void SkipSpace()
    {
        while (!IsAtEnd && char.IsWhiteSpace(Now))
        {
            At++;
        }
    }

    /// <summary>A directive on a line of its own takes the line's end along.</summary>
    public void SkipLineEnd()
    {
        var at = At;
        while (at < Text.Length && Text[at] is ' ' or '\t' or '\r')
        {
            at++;
        }

        if (at < Text.Length && Text[at] == '\n')
        {
            At = at + 1;
        }
    }

    public TemplateException Wrong(string what) => new($"{what} at position {At}", isSyntax: true);
}
