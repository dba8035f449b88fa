using System.Globalization;

namespace Headrace.Gateway.S3.Objects;

/// <summary>The part of an object that an answer holds.</summary>
/// <param name="IsPartial">Answered with 206 and Content-Range, also when it covers everything.</param>
internal readonly record struct ByteRange(long Offset, long Length, bool IsPartial)
{
    public string ContentRange(long size) => string.Create(CultureInfo.InvariantCulture, $"bytes {Offset}-{Offset + Length - 1}/{size}");

    /// <summary>Reads a <c>Range</c> header as S3 does: several ranges, other units and nonsense mean the whole object.</summary>
    /// <exception cref="WireException">InvalidRange.</exception>
    public static ByteRange Read(string? header, long size)
    {
        var whole = new ByteRange(0, size, false);
        if (header is null || !header.StartsWith("bytes=", StringComparison.OrdinalIgnoreCase))
        {
            return whole;
        }

        var text = header.AsSpan("bytes=".Length).Trim();
        var dash = text.IndexOf('-');
        if (dash < 0 || !TryNumber(text[..dash], out var first) || !TryNumber(text[(dash + 1)..], out var last) || (first, last) is (null, null))
        {
            return whole;
        }

        if (first is null)
        {
            return last == 0 || size == 0 ? throw S3Error.InvalidRange(header, size) : new ByteRange(Math.Max(0, size - last!.Value), Math.Min(size, last.Value), true);
        }

        if (last < first)
        {
            return whole;
        }

        return first >= size ? throw S3Error.InvalidRange(header, size) : new ByteRange(first.Value, Math.Min(last ?? long.MaxValue, size - 1) - first.Value + 1, true);
    }

    /// <summary>Nothing is null; false when it is not a number.</summary>
    private static bool TryNumber(ReadOnlySpan<char> text, out long? number)
    {
        number = null;
        if (text.IsEmpty)
        {
            return true;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        number = value;
        return true;
    }
}
