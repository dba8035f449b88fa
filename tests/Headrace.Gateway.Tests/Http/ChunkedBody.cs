using System.Security.Cryptography;
using System.Text;
using Headrace.Wire.Signing;

namespace Headrace.Gateway.Tests.Http;

/// <summary>Writes aws-chunked bodies, as a client does.</summary>
internal static class ChunkedBody
{
    public static byte[] Write(byte[] payload, int chunkSize, ChunkSigner? signer, params (string Name, string Value)[] trailers)
    {
        using var body = new MemoryStream();
        foreach (byte[] chunk in payload.Chunk(chunkSize).Append([]))
        {
            string signature = signer is null ? "" : ";chunk-signature=" + Convert.ToHexStringLower(signer.SignChunk(SHA256.HashData(chunk)));
            body.Write(Encoding.ASCII.GetBytes($"{chunk.Length:x}{signature}\r\n"));
            body.Write(chunk);
            body.Write(chunk.Length > 0 ? "\r\n"u8 : []);
        }

        var canonical = new StringBuilder();
        foreach ((string name, string value) in trailers)
        {
            body.Write(Encoding.ASCII.GetBytes($"{name}:{value}\r\n"));
            canonical.Append(name).Append(':').Append(value).Append('\n');
        }

        if (signer is not null && trailers.Length > 0)
        {
            string signature = Convert.ToHexStringLower(signer.SignTrailer(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString()))));
            body.Write(Encoding.ASCII.GetBytes($"x-amz-trailer-signature:{signature}\r\n"));
        }

        body.Write("\r\n"u8);
        return body.ToArray();
    }
}
