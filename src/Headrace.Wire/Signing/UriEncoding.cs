using System.Buffers;
using System.Globalization;
using System.Text;

namespace Headrace.Wire.Signing;

/// <summary>AWS's UriEncode, and the two canonical forms that are made of it.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html (canonical URI, canonical query string)</remarks>
public static class UriEncoding
{
    private const string UnreservedCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private static readonly SearchValues<char> Unreserved = SearchValues.Create(UnreservedCharacters);
    private static readonly SearchValues<byte> UnreservedOctets = SearchValues.Create(Encoding.ASCII.GetBytes(UnreservedCharacters));

    /// <summary>Text as UTF-8, percent-encoded; <c>/</c> too unless it is to be kept.</summary>
    public static string Encode(ReadOnlySpan<char> text, bool keepSlash = false)
    {
        var encoded = new Utf8Builder(stackalloc byte[256]);
        try
        {
            foreach (Rune rune in text.EnumerateRunes())
            {
                AppendRune(ref encoded, rune, keepSlash);
            }

            return encoded.ToString();
        }
        finally
        {
            encoded.Dispose();
        }
    }

    internal static bool IsUnreserved(byte value) => UnreservedOctets.Contains(value);

    internal static byte HexDigit(int value) => (byte)(value < 10 ? '0' + value : 'A' + value - 10);

    /// <summary>S3: the path's octets, each encoded once; nothing is normalised, <c>//</c> and <c>..</c> are part of a key.</summary>
    internal static void AppendObjectPath(ref Utf8Builder to, ReadOnlySpan<char> rawPath) => AppendReencoded(ref to, rawPath, keepSlash: true, plusIsSpace: false);

    /// <summary>Every other service: dot segments and repeated slashes removed, then what was sent is encoded once more.</summary>
    internal static void AppendNormalisedPath(ref Utf8Builder to, ReadOnlySpan<char> rawPath)
    {
        var segments = new List<Range>();
        foreach (Range range in rawPath.Split('/'))
        {
            ReadOnlySpan<char> segment = rawPath[range];
            if (segment is "..")
            {
                segments.RemoveRange(Math.Max(0, segments.Count - 1), Math.Min(1, segments.Count));
            }
            else if (segment is not ("" or "."))
            {
                segments.Add(range);
            }
        }

        foreach (Range segment in segments)
        {
            to.Append((byte)'/');
            foreach (Rune rune in rawPath[segment].EnumerateRunes())
            {
                AppendRune(ref to, rune, keepSlash: true);
            }
        }

        bool endsInSlash = rawPath.EndsWith("/") || rawPath.EndsWith("/.") || rawPath.EndsWith("/..");
        if (segments.Count == 0 || endsInSlash)
        {
            to.Append((byte)'/');
        }
    }

    /// <summary>Parameters decoded, encoded again, and sorted by name, then value.</summary>
    /// <param name="without">A parameter that is left out: <c>X-Amz-Signature</c>.</param>
    internal static void AppendQuery(ref Utf8Builder to, ReadOnlySpan<char> rawQuery, string? without)
    {
        if (rawQuery.IsEmpty)
        {
            return;
        }

        var parameters = new List<(string Name, string Value)>();
        foreach (Range range in rawQuery.Split('&'))
        {
            ReadOnlySpan<char> parameter = rawQuery[range];
            if (parameter.IsEmpty)
            {
                continue;
            }

            int equals = parameter.IndexOf('=');
            string name = Reencode(equals < 0 ? parameter : parameter[..equals]);
            if (name != without)
            {
                parameters.Add((name, equals < 0 ? "" : Reencode(parameter[(equals + 1)..])));
            }
        }

        parameters.Sort(static (left, right) =>
            string.CompareOrdinal(left.Name, right.Name) is int order and not 0 ? order : string.CompareOrdinal(left.Value, right.Value));
        for (int i = 0; i < parameters.Count; i++)
        {
            if (i > 0)
            {
                to.Append((byte)'&');
            }

            to.Append(parameters[i].Name);
            to.Append((byte)'=');
            to.Append(parameters[i].Value);
        }
    }

    private static string Reencode(ReadOnlySpan<char> text)
    {
        var encoded = new Utf8Builder(stackalloc byte[256]);
        try
        {
            AppendReencoded(ref encoded, text, keepSlash: false, plusIsSpace: true);
            return encoded.ToString();
        }
        finally
        {
            encoded.Dispose();
        }
    }

    private static void AppendReencoded(ref Utf8Builder to, ReadOnlySpan<char> text, bool keepSlash, bool plusIsSpace)
    {
        while (!text.IsEmpty)
        {
            char first = text[0];
            if (Unreserved.Contains(first))
            {
                int run = text.IndexOfAnyExcept(Unreserved);
                ReadOnlySpan<char> plain = run < 0 ? text : text[..run];
                to.Append(plain);
                text = text[plain.Length..];
            }
            else if (first == '%' && text.Length >= 3 && byte.TryParse(text[1..3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte octet))
            {
                AppendOctet(ref to, octet, keepSlash);
                text = text[3..];
            }
            else if (first == '+' && plusIsSpace)
            {
                to.AppendEncoded((byte)' ');
                text = text[1..];
            }
            else
            {
                Rune.DecodeFromUtf16(text, out Rune rune, out int consumed);
                AppendRune(ref to, rune, keepSlash);
                text = text[consumed..];
            }
        }
    }

    private static void AppendRune(ref Utf8Builder to, Rune rune, bool keepSlash)
    {
        if (rune.IsAscii)
        {
            AppendOctet(ref to, (byte)rune.Value, keepSlash);
            return;
        }

        Span<byte> octets = stackalloc byte[4];
        foreach (byte octet in octets[..rune.EncodeToUtf8(octets)])
        {
            to.AppendEncoded(octet);
        }
    }

    private static void AppendOctet(ref Utf8Builder to, byte octet, bool keepSlash)
    {
        if (octet == '/' && keepSlash)
        {
            to.Append(octet);
        }
        else
        {
            to.AppendEncoded(octet);
        }
    }
}
