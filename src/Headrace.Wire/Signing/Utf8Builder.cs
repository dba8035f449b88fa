using System.Buffers;
using System.Text;

namespace Headrace.Wire.Signing;

/// <summary>UTF-8 text under construction, in a buffer that starts on the stack and moves to the pool when it grows.</summary>
internal ref struct Utf8Builder(Span<byte> initial)
{
    private Span<byte> _buffer = initial;
    private byte[]? _rented;
    private int _length;

    public readonly ReadOnlySpan<byte> Written => _buffer[.._length];

    public void Append(byte value)
    {
        if (_length == _buffer.Length)
        {
            Grow(1);
        }

        _buffer[_length++] = value;
    }

    public void Append(scoped ReadOnlySpan<byte> text)
    {
        text.CopyTo(Reserve(text.Length));
        _length += text.Length;
    }

    public void Append(scoped ReadOnlySpan<char> text) =>
        _length += Encoding.UTF8.GetBytes(text, Reserve(Encoding.UTF8.GetMaxByteCount(text.Length)));

    /// <summary>Lower-case hex.</summary>
    public void AppendHex(scoped ReadOnlySpan<byte> value)
    {
        Hex.Write(value, Reserve(2 * value.Length));
        _length += 2 * value.Length;
    }

    /// <summary>Percent-encoded as AWS's UriEncode does: all but <c>A-Z a-z 0-9 - . _ ~</c>, in upper-case hex.</summary>
    public void AppendEncoded(byte value)
    {
        if (UriEncoding.IsUnreserved(value))
        {
            Append(value);
            return;
        }

        Span<byte> encoded = Reserve(3);
        encoded[0] = (byte)'%';
        encoded[1] = UriEncoding.HexDigit(value >> 4);
        encoded[2] = UriEncoding.HexDigit(value & 0xF);
        _length += 3;
    }

    public override readonly string ToString() => Encoding.UTF8.GetString(Written);

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
            _rented = null;
        }
    }

    private Span<byte> Reserve(int count)
    {
        if (_buffer.Length - _length < count)
        {
            Grow(count);
        }

        return _buffer[_length..];
    }

    private void Grow(int count)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * _buffer.Length, _length + count));
        Written.CopyTo(larger);
        Dispose();
        _buffer = _rented = larger;
    }
}
