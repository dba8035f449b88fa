using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Headrace.Wire.Signing;

/// <summary>The server's side of Signature Version 4.</summary>
public sealed class SignatureVerifier(KeyRing keys, TimeProvider time)
{
    public static readonly TimeSpan MaximumSkew = TimeSpan.FromMinutes(15);

    /// <summary>Checks what can be checked before the payload is known: times, the access key, its session token.</summary>
    /// <returns>The key that must have signed.</returns>
    /// <exception cref="SignatureException"></exception>
    public SigningKey Admit(SignatureClaim claim)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (claim.Lifetime is { } lifetime)
        {
            CheckLifetime(claim, lifetime, now);
        }
        else if ((now - claim.Time).Duration() > MaximumSkew)
        {
            throw new SignatureException(
                SignatureFailure.TimeTooSkewed, "The difference between the request time and the current time is too large.",
                ("RequestTime", claim.Timestamp), ("ServerTime", IsoTime(now)),
                ("MaxAllowedSkewMilliseconds", MaximumSkew.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)));
        }

        return keys.FindSigningKey(claim);
    }

    /// <summary>What S3 takes as the payload's hash: <c>x-amz-content-sha256</c>, which a presigned URL may leave out.</summary>
    /// <exception cref="SignatureException">Missing, or no value that S3 knows.</exception>
    public static string PayloadHashOf(SignatureClaim claim, ISignableRequest request)
    {
        string? value = claim.IsPresigned ? QueryParameters.Find(request.RawQuery, "X-Amz-Content-Sha256") : null;
        value ??= request.FindHeader("x-amz-content-sha256") ?? (claim.IsPresigned ? PayloadHash.Unsigned : null);
        if (value is null)
        {
            throw new SignatureException(SignatureFailure.MissingPayloadHash, "Missing required header for this request: x-amz-content-sha256");
        }

        return value is PayloadHash.Unsigned || PayloadHash.IsChunked(value) || PayloadHash.IsHash(value) ? value : throw new SignatureException(
            SignatureFailure.InvalidPayloadHash,
            "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
            ("ArgumentName", "x-amz-content-sha256"), ("ArgumentValue", value));
    }

    /// <summary>Compares the signature, in constant time.</summary>
    /// <param name="payloadHash">The payload's SHA-256 in hex, or one of S3's words for not hashing it.</param>
    /// <returns>The signature: 32 bytes, the seed of chunk signatures.</returns>
    /// <exception cref="SignatureException">It does not match, or leaves out headers that must be signed.</exception>
    public static byte[] Verify(SignatureClaim claim, SigningKey key, ISignableRequest request, string payloadHash)
    {
        RequireSignedHeaders(claim, request);
        byte[] expected = new byte[SHA256.HashSizeInBytes];
        RequestSignature.Compute(request, key, claim.Timestamp, claim.SignedHeaders, payloadHash, expected);
        Span<byte> provided = stackalloc byte[SHA256.HashSizeInBytes];
        bool isHex = claim.Signature.Length == 2 * provided.Length
            && Convert.FromHexString(claim.Signature, provided, out _, out _) == System.Buffers.OperationStatus.Done;
        return isHex && CryptographicOperations.FixedTimeEquals(expected, provided) ? expected : throw Mismatch(claim, key, request, payloadHash);
    }

    private static void CheckLifetime(SignatureClaim claim, TimeSpan lifetime, DateTimeOffset now)
    {
        if (claim.Time - now > MaximumSkew)
        {
            throw new SignatureException(SignatureFailure.NotYetValid, "Request is not yet valid");
        }

        DateTimeOffset end = claim.Time + lifetime;
        if (end < now)
        {
            throw new SignatureException(
                SignatureFailure.Expired, "Request has expired",
                ("X-Amz-Expires", lifetime.TotalSeconds.ToString(CultureInfo.InvariantCulture)), ("Expires", IsoTime(end)), ("ServerTime", IsoTime(now)));
        }
    }

    /// <summary>The host, and on S3 every <c>x-amz-</c> header, must be signed: else they could be exchanged on the way.</summary>
    private static void RequireSignedHeaders(SignatureClaim claim, ISignableRequest request)
    {
        List<string>? unsigned = null;
        if (!IsSigned(claim.SignedHeaders, "host"))
        {
            (unsigned ??= []).Add("host");
        }

        if (claim.Scope.Service == "s3")
        {
            foreach (string name in request.HeaderNames)
            {
                // The payload's hash is signed by being a line of the canonical request.
                if (name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)
                    && !name.Equals("x-amz-content-sha256", StringComparison.OrdinalIgnoreCase) && !IsSigned(claim.SignedHeaders, name))
                {
                    (unsigned ??= []).Add(name.ToLowerInvariant());
                }
            }
        }

        if (unsigned is not null)
        {
            unsigned.Sort(StringComparer.Ordinal);
            throw new SignatureException(
                SignatureFailure.HeadersNotSigned, "There were headers present in the request which were not signed", ("HeadersNotSigned", string.Join(", ", unsigned)));
        }
    }

    private static bool IsSigned(ReadOnlySpan<char> signedHeaders, ReadOnlySpan<char> name)
    {
        foreach (Range range in signedHeaders.Split(';'))
        {
            if (signedHeaders[range].Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static SignatureException Mismatch(SignatureClaim claim, SigningKey key, ISignableRequest request, string payloadHash)
    {
        string stringToSign = RequestSignature.StringToSign(request, key, claim.Timestamp, claim.SignedHeaders, payloadHash);
        string canonicalRequest = CanonicalRequest.Text(request, key.Scope.Service, claim.SignedHeaders, payloadHash);
        return new SignatureException(
            SignatureFailure.Mismatch, "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
            ("AWSAccessKeyId", claim.AccessKeyId), ("StringToSign", stringToSign), ("SignatureProvided", claim.Signature),
            ("StringToSignBytes", Bytes(stringToSign)), ("CanonicalRequest", canonicalRequest), ("CanonicalRequestBytes", Bytes(canonicalRequest)));
    }

    /// <summary>As S3 prints them: <c>41 57 53 34</c>.</summary>
    private static string Bytes(string text) => string.Join(' ', Encoding.UTF8.GetBytes(text).Select(static octet => octet.ToString("x2", CultureInfo.InvariantCulture)));

    private static string IsoTime(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
