using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Headrace.Wire.Signing;

/// <summary>
/// Temporary credentials without a table: the token says whom they are for and until when, and carries its own proof; access key and
/// secret are derived from it.
/// </summary>
/// <remarks>token = base64url(expiry as Unix seconds, 8 bytes · subject, UTF-8 · HMAC-SHA256 of both, 32 bytes)</remarks>
internal sealed class SessionTokens(byte[] serverSecret, TimeProvider time)
{
    private const int ExpirySize = sizeof(long);
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public AwsCredentials Issue(string subject, TimeSpan lifetime)
    {
        byte[] name = Encoding.UTF8.GetBytes(subject);
        byte[] claim = new byte[ExpirySize + name.Length];
        BinaryPrimitives.WriteInt64BigEndian(claim, (time.GetUtcNow() + lifetime).ToUnixTimeSeconds());
        name.CopyTo(claim, ExpirySize);
        return Derive(claim, Base64Url.EncodeToString([.. claim, .. Mac("token"u8, claim)]));
    }

    /// <exception cref="SignatureException">InvalidToken, ExpiredToken, UnknownAccessKey.</exception>
    public AwsCredentials Verify(string accessKeyId, string token)
    {
        byte[] raw = new byte[Base64Url.GetMaxDecodedLength(token.Length)];
        bool isBase64 = Base64Url.DecodeFromChars(token, raw, out _, out int length) == OperationStatus.Done;
        if (!isBase64 || length < ExpirySize + SHA256.HashSizeInBytes)
        {
            throw Invalid();
        }

        byte[] claim = raw[..(length - SHA256.HashSizeInBytes)];
        if (!CryptographicOperations.FixedTimeEquals(raw.AsSpan(claim.Length, SHA256.HashSizeInBytes), Mac("token"u8, claim)))
        {
            throw Invalid();
        }

        if (DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(claim)) <= time.GetUtcNow())
        {
            throw new SignatureException(SignatureFailure.ExpiredToken, "The provided token has expired.", ("Token-0", token));
        }

        AwsCredentials credentials = Derive(claim, token);
        return credentials.AccessKeyId == accessKeyId ? credentials : throw Invalid();

        SignatureException Invalid() =>
            new(SignatureFailure.InvalidToken, "The provided token is malformed or otherwise invalid.", ("Token-0", token));
    }

    /// <summary>Null where the token is none of ours.</summary>
    public string? SubjectOf(string token)
    {
        byte[] raw = new byte[Base64Url.GetMaxDecodedLength(token.Length)];
        bool isBase64 = Base64Url.DecodeFromChars(token, raw, out _, out int length) == OperationStatus.Done;
        return isBase64 && length >= ExpirySize + SHA256.HashSizeInBytes
            && CryptographicOperations.FixedTimeEquals(raw.AsSpan(length - SHA256.HashSizeInBytes, SHA256.HashSizeInBytes), Mac("token"u8, raw[..(length - SHA256.HashSizeInBytes)]))
            ? Encoding.UTF8.GetString(raw.AsSpan(ExpirySize, length - SHA256.HashSizeInBytes - ExpirySize))
            : null;
    }

    private AwsCredentials Derive(byte[] claim, string token) => new(
        AccessKeyId: string.Concat("ASIA", string.Create(16, Mac("access key"u8, claim), static (text, bytes) =>
        {
            for (int i = 0; i < text.Length; i++)
            {
                text[i] = Base32[bytes[i] & 31];
            }
        })),
        SecretAccessKey: Convert.ToBase64String(Mac("secret"u8, claim).AsSpan(0, 30)),
        SessionToken: token);

    private byte[] Mac(ReadOnlySpan<byte> purpose, byte[] claim)
    {
        byte[] text = [.. purpose, 0, .. claim];
        return HMACSHA256.HashData(serverSecret, text);
    }
}
