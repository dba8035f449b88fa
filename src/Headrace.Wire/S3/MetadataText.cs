using System.Text;

namespace Headrace.Wire.S3;

/// <summary>User metadata on the wire: ASCII as it is, anything else as RFC 2047 encoded words.</summary>
/// <remarks>
/// S3 decodes encoded words when it stores metadata and encodes again when it returns what is not ASCII: <c>Q</c> when more than half of the
/// characters are ASCII, else <c>B</c> (recorded; the rule is JavaMail's <c>MimeUtility.encodeText</c>).
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
/// </remarks>
public static class MetadataText
{
    public static string Decode(string value)
    {
        var start = value.IndexOf("=?", StringComparison.Ordinal);
        if (start < 0)
        {
            return value;
        }

        var decoded = new StringBuilder(value.Length);
        var position = 0;
        while (start >= 0)
        {
            var end = EndOfWord(value, start);
            if (end >= 0 && DecodeWord(value.AsSpan(start, end - start)) is { } word)
            {
                // White space between two encoded words is not part of the text.
                var between = value.AsSpan(position, start - position);
                if (position == 0 || !between.IsWhiteSpace())
                {
                    decoded.Append(between);
                }

                decoded.Append(word);
                position = end;
            }

            start = value.IndexOf("=?", Math.Max(start + 2, position), StringComparison.Ordinal);
        }

        return decoded.Append(value.AsSpan(position)).ToString();
    }

    public static string Encode(string value)
    {
        var ascii = 0;
        var other = 0;
        foreach (var character in value)
        {
            if (character is >= ' ' and < '\x7f' or '\t')
            {
                ascii++;
            }
            else
            {
                other++;
            }
        }

        if (other == 0)
        {
            return value;
        }

        var utf8 = Encoding.UTF8.GetBytes(value);
        return ascii > other ? $"=?UTF-8?Q?{Quote(utf8)}?=" : $"=?UTF-8?B?{Convert.ToBase64String(utf8)}?=";
    }

    private static string Quote(byte[] utf8)
    {
        var quoted = new StringBuilder(utf8.Length * 3);
        foreach (var octet in utf8)
        {
            if (octet == ' ')
            {
                quoted.Append('_');
            }
            else if (octet is < (byte)' ' or >= 0x7f or (byte)'=' or (byte)'_' or (byte)'?')
            {
                quoted.Append('=').Append(octet.ToString("X2", null));
            }
            else
            {
                quoted.Append((char)octet);
            }
        }

        return quoted.ToString();
    }

    /// <summary>Past the <c>?=</c> that closes <c>=?charset?encoding?text</c>; -1 when it is not closed.</summary>
    private static int EndOfWord(string value, int start)
    {
        var charset = value.IndexOf('?', start + 2);
        var encoding = charset < 0 ? -1 : value.IndexOf('?', charset + 1);
        var close = encoding < 0 ? -1 : value.IndexOf("?=", encoding + 1, StringComparison.Ordinal);
        return close < 0 ? -1 : close + 2;
    }

    private static string? DecodeWord(ReadOnlySpan<char> word)
    {
        var inner = word[2..^2];
        var charset = inner.IndexOf('?');
        var encoding = inner[(charset + 1)..];
        var text = encoding.Length > 1 && encoding[1] == '?' ? encoding[2..] : default;
        var target = inner[..charset].ToString().ToUpperInvariant() switch
        {
            "UTF-8" or "US-ASCII" => Encoding.UTF8,
            "ISO-8859-1" => Encoding.Latin1,
            _ => null,
        };
        return (target, encoding.IsEmpty ? '\0' : char.ToUpperInvariant(encoding[0])) switch
        {
            (null, _) => null,
            (_, 'Q') => Unquote(text, target),
            (_, 'B') => FromBase64(text, target),
            _ => null,
        };
    }

    private static string? FromBase64(ReadOnlySpan<char> text, Encoding charset)
    {
        var octets = new byte[text.Length];
        return Convert.TryFromBase64Chars(text, octets, out var written) ? charset.GetString(octets, 0, written) : null;
    }

    private static string? Unquote(ReadOnlySpan<char> text, Encoding charset)
    {
        var octets = new List<byte>(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == '=')
            {
                if (index + 2 >= text.Length || !byte.TryParse(text.Slice(index + 1, 2), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var octet))
                {
                    return null;
                }

                octets.Add(octet);
                index += 2;
            }
            else
            {
                octets.Add(text[index] == '_' ? (byte)' ' : (byte)text[index]);
            }
        }

        return charset.GetString([.. octets]);
    }
}
