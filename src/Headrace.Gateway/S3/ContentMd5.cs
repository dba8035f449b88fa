using System.Security.Cryptography;
using Headrace.Store.Objects;

namespace Headrace.Gateway.S3;

/// <summary>The <c>Content-MD5</c> header of a request.</summary>
internal static class ContentMd5
{
    private const string HeaderName = "Content-MD5";

    /// <summary>16 bytes, or null when the header is absent.</summary>
    /// <exception cref="WireException">InvalidDigest.</exception>
    public static byte[]? Read(S3Request request)
    {
        if (request.Header(HeaderName) is not { } text)
        {
            return null;
        }

        var digest = new byte[16];
        return text.Length == 24 && Convert.TryFromBase64String(text, digest, out var written) && written == 16
            ? digest
            : throw S3Error.Of("InvalidDigest", new KeyValuePair<string, string>(HeaderName, text));
    }

    /// <exception cref="WireException">BadDigest.</exception>
    public static void Verify(byte[]? expected, StagedContent content, bool isPart = false)
    {
        if (expected is not null && !content.Md5.Span.SequenceEqual(expected))
        {
            throw Mismatch(expected, content.Md5.Span, isPart);
        }
    }

    /// <exception cref="WireException">BadDigest.</exception>
    public static void Verify(byte[]? expected, ReadOnlySpan<byte> document)
    {
        if (expected is not null && MD5.HashData(document) is var calculated && !calculated.AsSpan().SequenceEqual(expected))
        {
            throw Mismatch(expected, calculated, isPart: true);
        }
    }

    /// <summary>S3 gives the expected digest in hex for objects and in base64 for parts.</summary>
    private static WireException Mismatch(byte[] expected, ReadOnlySpan<byte> calculated, bool isPart) => S3Error.Of(
        "BadDigest",
        new("ExpectedDigest", isPart ? Convert.ToBase64String(expected) : Convert.ToHexStringLower(expected)),
        new("CalculatedDigest", Convert.ToBase64String(calculated)));
}
