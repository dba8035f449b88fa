namespace Headrace.Wire.Signing;

/// <summary>A request's signature, computed: by the client that signs it and by the server that checks it alike.</summary>
internal static class RequestSignature
{
    public static ReadOnlySpan<byte> Algorithm => "AWS4-HMAC-SHA256"u8;

    /// <param name="signature">32 bytes.</param>
    public static void Compute(
        ISignableRequest request, SigningKey key, string timestamp, string signedHeaders, string payloadHash, Span<byte> signature)
    {
        Span<byte> hexHash = stackalloc byte[64];
        HashHex(request, key, signedHeaders, payloadHash, hexHash);
        key.Sign(Algorithm, timestamp, hexHash, signature);
    }

    /// <summary>The string to sign, for error messages.</summary>
    public static string StringToSign(ISignableRequest request, SigningKey key, string timestamp, string signedHeaders, string payloadHash)
    {
        Span<byte> hexHash = stackalloc byte[64];
        HashHex(request, key, signedHeaders, payloadHash, hexHash);
        return key.StringToSign(Algorithm, timestamp, hexHash);
    }

    private static void HashHex(ISignableRequest request, SigningKey key, string signedHeaders, string payloadHash, Span<byte> hexHash)
    {
        Span<byte> hash = stackalloc byte[32];
        CanonicalRequest.Hash(request, key.Scope.Service, signedHeaders, payloadHash, hash);
        Hex.Write(hash, hexHash);
    }
}
