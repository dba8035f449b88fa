using System.Buffers.Text;
using System.Text;

namespace Headrace.Lab.Load.Http;

/// <summary>A request as it goes over the wire: its head here, its body where it lies. Used again and again.</summary>
internal sealed class RequestBuffer
{
    private byte[] _bytes = new byte[1024];
    private int _length;

    public ReadOnlyMemory<byte> Head => _bytes.AsMemory(0, _length);

    public ReadOnlyMemory<byte> Body { get; set; }

    public void Clear() => (_length, Body) = (0, default);

    public void Append(ReadOnlySpan<byte> ascii)
    {
        ascii.CopyTo(Reserve(ascii.Length));
        _length += ascii.Length;
    }

    public void Append(ReadOnlySpan<char> text) => _length += Encoding.UTF8.GetBytes(text, Reserve(Encoding.UTF8.GetMaxByteCount(text.Length)));

    public void Append(long number)
    {
        Utf8Formatter.TryFormat(number, Reserve(20), out var written);
        _length += written;
    }

    public void AppendHeader(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        Append(name);
        Append(": "u8);
        Append(value);
        Append("\r\n"u8);
    }

    /// <summary>The head's end, with its body's length where the method has one.</summary>
    public void End(bool hasBody)
    {
        if (hasBody)
        {
            Append("Content-Length: "u8);
            Append(Body.Length);
            Append("\r\n"u8);
        }

        Append("\r\n"u8);
    }

    /// <summary>Head and body in one piece when that is short: they leave in one segment.</summary>
    public bool TryJoin(int longest)
    {
        if (_length + Body.Length > longest)
        {
            return false;
        }

        Append(Body.Span);
        Body = default;
        return true;
    }

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - _length < count)
        {
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _length + count));
        }

        return _bytes.AsSpan(_length);
    }
}
