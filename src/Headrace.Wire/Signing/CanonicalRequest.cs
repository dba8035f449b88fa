using System.Security.Cryptography;

namespace Headrace.Wire.Signing;

/// <summary>The canonical request of Signature Version 4.</summary>
/// <remarks>
/// Method, path, query, the signed headers as <c>name:value</c> lines, an empty line, their names, the payload's hash; joined by line feeds.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
/// </remarks>
internal static class CanonicalRequest
{
    /// <summary>SHA-256 of the canonical request.</summary>
    /// <param name="signedHeaders">Lower-case names in order, joined by <c>;</c>.</param>
    public static void Hash(ISignableRequest request, string service, string signedHeaders, string payloadHash, Span<byte> hash)
    {
        var text = new Utf8Builder(stackalloc byte[1024]);
        try
        {
            Write(ref text, request, service, signedHeaders, payloadHash);
            SHA256.HashData(text.Written, hash);
        }
        finally
        {
            text.Dispose();
        }
    }

    /// <summary>The canonical request itself, for error messages.</summary>
    public static string Text(ISignableRequest request, string service, string signedHeaders, string payloadHash)
    {
        var text = new Utf8Builder(stackalloc byte[1024]);
        try
        {
            Write(ref text, request, service, signedHeaders, payloadHash);
            return text.ToString();
        }
        finally
        {
            text.Dispose();
        }
    }

    private static void Write(ref Utf8Builder to, ISignableRequest request, string service, string signedHeaders, string payloadHash)
    {
        to.Append(request.Method);
        to.Append((byte)'\n');
        if (service == "s3")
        {
            UriEncoding.AppendObjectPath(ref to, request.RawPath);
        }
        else
        {
            UriEncoding.AppendNormalisedPath(ref to, request.RawPath);
        }

        to.Append((byte)'\n');
        UriEncoding.AppendQuery(ref to, request.RawQuery, without: "X-Amz-Signature");
        to.Append((byte)'\n');
        foreach (Range name in signedHeaders.AsSpan().Split(';'))
        {
            string header = signedHeaders[name];
            to.Append(header);
            to.Append((byte)':');
            AppendCollapsed(ref to, request.FindHeader(header));
            to.Append((byte)'\n');
        }

        to.Append((byte)'\n');
        to.Append(signedHeaders);
        to.Append((byte)'\n');
        to.Append(payloadHash);
    }

    /// <summary>Without spaces around it, and with runs of spaces as one.</summary>
    private static void AppendCollapsed(ref Utf8Builder to, ReadOnlySpan<char> value)
    {
        value = value.Trim();
        for (int run = value.IndexOf("  "); run >= 0; run = value.IndexOf("  "))
        {
            to.Append(value[..(run + 1)]);
            value = value[(run + 1)..].TrimStart(' ');
        }

        to.Append(value);
    }
}
