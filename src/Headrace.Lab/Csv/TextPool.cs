using System.Text.Unicode;

namespace Headrace.Lab.Csv;

/// <summary>Texts that come again and again, each kept once: a function's name in a million rows is one string.</summary>
internal sealed class TextPool
{
    private const int Longest = 256;

    private readonly HashSet<string> _texts = new(StringComparer.Ordinal) { "" };
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly char[] _characters = new char[Longest];

    public TextPool() => _lookup = _texts.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <returns>False: not seen yet, too long to be looked up, or no UTF-8.</returns>
    public bool TryGet(ReadOnlySpan<byte> bytes, out string text)
    {
        text = "";
        return bytes.IsEmpty
            || (bytes.Length <= Longest
                && Utf8.ToUtf16(bytes, _characters, out _, out var length, replaceInvalidSequences: false) == System.Buffers.OperationStatus.Done
                && _lookup.TryGetValue(_characters.AsSpan(0, length), out text!));
    }

    public string Add(string text)
    {
        _texts.Add(text);
        return text;
    }
}
