using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.Http;

/// <summary>A whole payload in memory. Services other than S3 sign the payload's hash without sending it, so it must be read before the signature can be checked.</summary>
internal static class BufferedBody
{
    /// <exception cref="WireException">As the limit's refusal makes it.</exception>
    public static async Task<MemoryStream> ReadAsync(HttpContext http, BodyLimit limit)
    {
        long? length = http.Request.ContentLength;
        if (length > limit.Bytes)
        {
            throw limit.Refusal(http);
        }

        var payload = new MemoryStream((int)(length ?? 0));
        byte[] buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            int read;
            while ((read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0)
            {
                if (payload.Length + read > limit.Bytes)
                {
                    throw limit.Refusal(http);
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
}
