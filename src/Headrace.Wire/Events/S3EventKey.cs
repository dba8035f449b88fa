using System.Text;

namespace Headrace.Wire.Events;

/// <summary>Object keys as S3 events carry them: form-urlencoded UTF-8 with <c>/</c> kept (<c>a b+c@d</c> → <c>a+b%2Bc%40d</c>).</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html</remarks>
public static class S3EventKey
{
    private const string Hex = "0123456789ABCDEF";

    public static string Encode(string key)
    {
        if (key.All(IsKept))
        {
            return key;
        }

        var encoded = new StringBuilder(key.Length + 16);
        foreach (var unit in Encoding.UTF8.GetBytes(key))
        {
            _ = (char)unit switch
            {
                ' ' => encoded.Append('+'),
                var kept when IsKept(kept) => encoded.Append(kept),
                _ => encoded.Append('%').Append(Hex[unit >> 4]).Append(Hex[unit & 15]),
            };
        }

        return encoded.ToString();
    }

    /// <summary>What a consumer does to get the key back (Python's <c>unquote_plus</c>).</summary>
    public static string Decode(string encoded) => Uri.UnescapeDataString(encoded.Replace('+', ' '));

    private static bool IsKept(char unit) => char.IsAsciiLetterOrDigit(unit) || unit is '-' or '_' or '.' or '*' or '/';
}
