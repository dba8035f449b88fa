using System.Text;
using CsvHelper;

namespace Headrace.Lab.Records;

/// <summary>
/// A text that hardly two items share, an id: held as it came, as a string or as UTF-8 bytes among others' in a block. A million strings of their own would be half of what a run
/// takes.
/// </summary>
internal readonly struct ItemText : IEquatable<ItemText>
{
    private readonly object? _source;
    private readonly int _start, _length;

    public ItemText(string text) => (_source, _length) = (text, text.Length);

    /// <param name="block">UTF-8, which must not change.</param>
    public ItemText(byte[] block, int start, int length) => (_source, _start, _length) = (block, start, length);

    public bool IsEmpty => _length == 0;

    public void WriteTo(CsvWriter row)
    {
        if (_source is byte[] block)
        {
            row.WriteField(block.AsSpan(_start, _length));
        }
        else
        {
            row.WriteField(_source as string);
        }
    }

    public override string ToString() => _source is byte[] block ? Encoding.UTF8.GetString(block, _start, _length) : _source as string ?? "";

    public bool Equals(ItemText other) => _source is byte[] block && other._source is byte[] others
        ? block.AsSpan(_start, _length).SequenceEqual(others.AsSpan(other._start, other._length))
        : ToString() == other.ToString();

    public override bool Equals(object? other) => other is ItemText text && Equals(text);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);
}
