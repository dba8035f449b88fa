namespace Headrace.Lab.Joining;

/// <summary>The <c>Name: value</c> parts of a line, between tabs and line feeds.</summary>
internal ref struct LineFields(ReadOnlySpan<char> line)
{
    private ReadOnlySpan<char> _rest = line;

    public Field Current { get; private set; }

    public readonly LineFields GetEnumerator() => this;

    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            var end = _rest.IndexOfAny('\t', '\n');
            var part = end < 0 ? _rest : _rest[..end];
            _rest = end < 0 ? default : _rest[(end + 1)..];
            if (part.IndexOf(": ") is > 0 and var colon)
            {
                Current = new Field(part[..colon], part[(colon + 2)..].Trim());
                return true;
            }
        }

        return false;
    }

    public readonly ref struct Field(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        private readonly ReadOnlySpan<char> _name = name;
        private readonly ReadOnlySpan<char> _value = value;

        public void Deconstruct(out ReadOnlySpan<char> name, out ReadOnlySpan<char> value)
        {
            name = _name;
            value = _value;
        }
    }
}
