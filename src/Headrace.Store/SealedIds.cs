using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Headrace.Store;

/// <summary>
/// Turns the numbers of versions and uploads into ids that look random, as S3's do, and back: an id that was never issued is told from
/// one whose version is gone, and no id has to be stored.
/// </summary>
/// <remarks>24 bytes: a keyed hash of the number (16), and the number masked by a keyed hash of that (8).</remarks>
internal sealed class SealedIds(byte[] secret, byte purpose)
{
    public const int Length = 32;

    public string Seal(long number)
    {
        Span<byte> id = stackalloc byte[24];
        Span<byte> plain = stackalloc byte[9];
        plain[0] = purpose;
        BinaryPrimitives.WriteInt64BigEndian(plain[1..], number);
        Hash(plain, id[..16]);
        Mask(id, plain[1..], id[16..]);
        return string.Create(Length, Convert.ToBase64String(id), static (text, base64) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = base64[i] switch { '+' => '.', '/' => '_', var c => c };
            }
        });
    }

    /// <summary>Null when this store never issued the id.</summary>
    public long? Open(string id)
    {
        Span<byte> sealedId = stackalloc byte[24];
        if (id.Length != Length || !Convert.TryFromBase64String(id.Replace('.', '+').Replace('_', '/'), sealedId, out var written) || written != 24)
        {
            return null;
        }

        Span<byte> plain = stackalloc byte[9];
        Span<byte> expected = stackalloc byte[16];
        plain[0] = purpose;
        Mask(sealedId, sealedId[16..], plain[1..]);
        Hash(plain, expected);
        return CryptographicOperations.FixedTimeEquals(expected, sealedId[..16]) ? BinaryPrimitives.ReadInt64BigEndian(plain[1..]) : null;
    }

    private void Mask(ReadOnlySpan<byte> id, ReadOnlySpan<byte> from, Span<byte> to)
    {
        Span<byte> mask = stackalloc byte[16];
        Hash(id[..16], mask);
        for (var i = 0; i < 8; i++)
        {
            to[i] = (byte)(from[i] ^ mask[i]);
        }
    }

    private void Hash(ReadOnlySpan<byte> input, Span<byte> first16)
    {
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(secret, input, hash);
        hash[..16].CopyTo(first16);
    }
}
