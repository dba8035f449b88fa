using System.Security.Cryptography;

namespace Headrace.Wire.Signing;

/// <summary>The chain of chunk signatures: each one covers the one before, the first the request's own.</summary>
/// <remarks>
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and sigv4-streaming-trailers.html:
/// <c>AWS4-HMAC-SHA256-PAYLOAD, timestamp, scope, previous signature, hash of nothing, hash of the chunk</c>, and
/// <c>AWS4-HMAC-SHA256-TRAILER, timestamp, scope, previous signature, hash of the trailer</c>, joined by line feeds.
/// </remarks>
public sealed class ChunkSigner
{
    private static readonly byte[] EmptyHashLine = [(byte)'\n', .. "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"u8];

    private readonly SigningKey _key;
    private readonly string _timestamp;
    private readonly byte[] _previous = new byte[SHA256.HashSizeInBytes];

    /// <param name="timestamp">The request's, <c>yyyyMMddTHHmmssZ</c>.</param>
    /// <param name="seed">The request's signature: 32 bytes.</param>
    public ChunkSigner(SigningKey key, string timestamp, ReadOnlySpan<byte> seed)
    {
        _key = key;
        _timestamp = timestamp;
        seed.CopyTo(_previous);
    }

    /// <summary>The next chunk's signature.</summary>
    /// <param name="chunkHash">SHA-256 of the chunk's bytes.</param>
    public ReadOnlySpan<byte> SignChunk(ReadOnlySpan<byte> chunkHash) => Sign("AWS4-HMAC-SHA256-PAYLOAD"u8, EmptyHashLine, chunkHash);

    /// <summary>The trailer's signature, after the last (empty) chunk's.</summary>
    /// <param name="trailerHash">SHA-256 of the <c>name:value\n</c> lines.</param>
    public ReadOnlySpan<byte> SignTrailer(ReadOnlySpan<byte> trailerHash) => Sign("AWS4-HMAC-SHA256-TRAILER"u8, [], trailerHash);

    private ReadOnlySpan<byte> Sign(ReadOnlySpan<byte> algorithm, ReadOnlySpan<byte> middle, ReadOnlySpan<byte> hash)
    {
        var rest = new Utf8Builder(stackalloc byte[256]);
        rest.AppendHex(_previous);
        rest.Append(middle);
        rest.Append((byte)'\n');
        rest.AppendHex(hash);
        _key.Sign(algorithm, _timestamp, rest.Written, _previous);
        return _previous;
    }
}
