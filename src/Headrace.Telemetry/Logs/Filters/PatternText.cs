namespace Headrace.Telemetry.Logs.Filters;

/// <summary>A pattern as it is being read.</summary>
internal sealed class PatternText(string text)
{
    private int _at;

    /// <summary>The next character; NUL at the end.</summary>
    public char Peek => _at < text.Length ? text[_at] : '\0';

    public bool IsAtEnd => _at >= text.Length;

    public bool LastWasDelimited { get; private set; }

    public void SkipSpace()
    {
        while (char.IsWhiteSpace(Peek))
        {
            _at++;
        }
    }

    /// <summary>Reads a text if it comes next, space before it apart.</summary>
    public bool TryRead(string expected)
    {
        SkipSpace();
        if (string.CompareOrdinal(text, _at, expected, 0, expected.Length) != 0)
        {
            return false;
        }

        _at += expected.Length;
        return true;
    }

    /// <summary>Reads a word if it comes next as a whole.</summary>
    public bool TryReadWord(string expected)
    {
        var start = _at;
        if (TryRead(expected) && !char.IsLetterOrDigit(Peek))
        {
            return true;
        }

        _at = start;
        return false;
    }

    public void Expect(string expected)
    {
        if (!TryRead(expected))
        {
            throw Error($"'{expected}'");
        }
    }

    public string? ReadOperator()
    {
        foreach (var known in (ReadOnlySpan<string>)["!=", "<=", ">=", "=", "<", ">"])
        {
            if (TryRead(known))
            {
                return known;
            }
        }

        return null;
    }

    public string ReadDelimited()
    {
        LastWasDelimited = true;
        return WordPattern.Delimited(text, ref _at);
    }

    /// <summary>Up to white space or one of the characters.</summary>
    public string ReadUntil(string stops)
    {
        LastWasDelimited = false;
        var start = _at;
        while (!IsAtEnd && !char.IsWhiteSpace(Peek) && !stops.Contains(Peek, StringComparison.Ordinal))
        {
            _at++;
        }

        return text[start.._at];
    }

    public FilterPatternException Error(string expected) => new(
        IsAtEnd ? $"The pattern ends where {expected} was expected." : $"'{text[_at..Math.Min(text.Length, _at + 20)]}' stands where {expected} was expected.");
}
