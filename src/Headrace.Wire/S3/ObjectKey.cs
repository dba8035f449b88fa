using System.Buffers;
using System.Text;

namespace Headrace.Wire.S3;

/// <summary>Object keys and their percent-encoded forms.</summary>
/// <remarks>
/// A key is any UTF-8 text of 1 to 1,024 bytes, with <c>..</c>, <c>//</c> and trailing slashes as they are: the path is never normalised, and
/// <c>+</c> in a path is a plus. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
/// </remarks>
public static class ObjectKey
{
    public const int MaxBytes = 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private static readonly SearchValues<char> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/");

    /// <summary>What <c>encoding-type=url</c> leaves alone; a space becomes <c>+</c>.</summary>
    private static readonly SearchValues<char> ListingSafe =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._*/");

    /// <summary>The key in a percent-encoded path; null when the escapes are broken or are not UTF-8.</summary>
    public static string? FromPath(ReadOnlySpan<char> path)
    {
        if (!path.Contains('%'))
        {
            return path.ToString();
        }

        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(path.Length));
        try
        {
            var length = 0;
            while (!path.IsEmpty)
            {
                var escape = path.IndexOf('%');
                var plain = escape < 0 ? path : path[..escape];
                length += Encoding.UTF8.GetBytes(plain, rented.AsSpan(length));
                if (escape < 0)
                {
                    break;
                }

                if (path.Length < escape + 3 || !TryHex(path[escape + 1], out var high) || !TryHex(path[escape + 2], out var low))
                {
                    return null;
                }

                rented[length++] = (byte)((high << 4) | low);
                path = path[(escape + 3)..];
            }

            return StrictUtf8.GetString(rented, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>The key as a URL path (<c>Location</c>): all but unreserved characters and <c>/</c> percent-encoded.</summary>
    public static string ToPath(string key) => Encode(key, Unreserved, spaceAsPlus: false);

    /// <summary>The key as listings give it with <c>encoding-type=url</c>: form encoding that keeps <c>/</c>.</summary>
    public static string ToListing(string key) => Encode(key, ListingSafe, spaceAsPlus: true);

    private static string Encode(string key, SearchValues<char> safe, bool spaceAsPlus)
    {
        if (!key.AsSpan().ContainsAnyExcept(safe))
        {
            return key;
        }

        var encoded = new StringBuilder(key.Length * 2);
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in key.EnumerateRunes())
        {
            if (rune.IsAscii && safe.Contains((char)rune.Value))
            {
                encoded.Append((char)rune.Value);
            }
            else if (spaceAsPlus && rune.Value == ' ')
            {
                encoded.Append('+');
            }
            else
            {
                foreach (var octet in utf8[..rune.EncodeToUtf8(utf8)])
                {
                    encoded.Append('%').Append("0123456789ABCDEF"[octet >> 4]).Append("0123456789ABCDEF"[octet & 15]);
                }
            }
        }

        return encoded.ToString();
    }

    private static bool TryHex(char digit, out int value)
    {
        value = digit switch
        {
            >= '0' and <= '9' => digit - '0',
            >= 'a' and <= 'f' => digit - 'a' + 10,
            >= 'A' and <= 'F' => digit - 'A' + 10,
            _ => -1,
        };
        return value >= 0;
    }
}
