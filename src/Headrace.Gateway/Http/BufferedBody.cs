using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.Http;

/// <summary>A whole payload in memory. Services other than S3 sign the payload's hash without sending it, so it must be read before the signature can be checked.</summary>
internal static class BufferedBody
{
    /// <summary>Lambda's largest request, as AWS's error names it.</summary>
    public const int MaximumLength = 70_167_211;

    /// <exception cref="WireException">RequestEntityTooLargeException.</exception>
    public static Task<MemoryStream> ReadAsync(HttpContext http) => ReadAsync(http, MaximumLength, TooLarge);

    /// <param name="limit">Bytes; one more is refused, before it is read where its length is known.</param>
    /// <exception cref="WireException">As <paramref name="tooLarge"/> makes it.</exception>
    public static async Task<MemoryStream> ReadAsync(HttpContext http, int limit, Func<HttpContext, WireException> tooLarge)
    {
        long? length = http.Request.ContentLength;
        if (length > limit)
        {
            throw tooLarge(http);
        }

        var payload = new MemoryStream((int)(length ?? 0));
        byte[] buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            int read;
            while ((read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0)
            {
                if (payload.Length + read > limit)
                {
                    throw tooLarge(http);
                }

                payload.Write(buffer, 0, read);
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }

        payload.Position = 0;
        return payload;
    }

    /// <summary>SHA-256 in hex.</summary>
    public static string Hash(MemoryStream payload) => Convert.ToHexStringLower(SHA256.HashData(payload.GetBuffer().AsSpan(0, (int)payload.Length)));

    private static WireException TooLarge(HttpContext http)
    {
        string path = http.Request.Path.Value ?? "";
        string operation = path.EndsWith("/code", StringComparison.Ordinal) ? "UpdateFunctionCode"
            : path.Contains("/layers/", StringComparison.Ordinal) ? "PublishLayerVersion"
            : path.EndsWith("/invocations", StringComparison.Ordinal) ? "InvokeFunction"
            : "CreateFunction";
        return new WireException("RequestEntityTooLargeException", 413, $"Request must be smaller than {MaximumLength} bytes for the {operation} operation");
    }
}
