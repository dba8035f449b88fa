using System.Text;

namespace Headrace.Bootstrap.Http;

/// <summary>A response. It is a view of the connection's buffers: valid until the next exchange on that connection.</summary>
/// <param name="Head">Header lines, each ended by CRLF, without the status line.</param>
internal readonly record struct HttpReply(int Status, ReadOnlyMemory<byte> Head, ReadOnlyMemory<byte> Body)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The value of the first header of that name (any case), or null.</summary>
    public string? Header(ReadOnlySpan<byte> name) =>
        TryFind(Head.Span, name, out var value) ? Encoding.Latin1.GetString(value) : null;

    public static bool TryFind(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        while (!head.IsEmpty)
        {
            var end = head.IndexOf("\r\n"u8);
            var line = end < 0 ? head : head[..end];
            head = end < 0 ? default : head[(end + 2)..];
            if (line.Length > name.Length && line[name.Length] == ':' && Ascii.EqualsIgnoreCase(line[..name.Length], name))
            {
                value = line[(name.Length + 1)..].Trim(" \t"u8);
                return true;
            }
        }

        value = default;
        return false;
    }
}
