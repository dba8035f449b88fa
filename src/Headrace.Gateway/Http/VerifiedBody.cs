using System.Security.Cryptography;
using Headrace.Wire.Checksums;
using Headrace.Wire.Chunked;

namespace Headrace.Gateway.Http;

/// <summary>A payload that is held against what the client declared of it while it is read: the read that reaches its end throws when something differs.</summary>
internal sealed class VerifiedBody : Stream
{
    private readonly Stream inner;
    private readonly AwsChunkedStream? chunks;
    private readonly string? declaredHash;
    private readonly IncrementalHash? hash;
    private readonly Checksum? checksum;
    private readonly Dictionary<string, string> checksums;
    private bool verified;
    private WireException? failure;

    /// <param name="inner">The payload, or the <see cref="AwsChunkedStream"/> it is in.</param>
    /// <param name="declaredHash">SHA-256 in hex, or null.</param>
    /// <param name="algorithm">Of the checksum that a header has declared or the trailer will.</param>
    /// <param name="checksums">Holds what a header has declared; a trailer's value is added.</param>
    public VerifiedBody(Stream inner, string? declaredHash, ChecksumAlgorithm? algorithm, Dictionary<string, string> checksums)
    {
        this.inner = inner;
        this.declaredHash = declaredHash;
        this.checksums = checksums;
        chunks = inner as AwsChunkedStream;
        hash = declaredHash is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        checksum = algorithm is { } known ? new Checksum(known) : null;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="WireException">What the client declared does not hold; every later read says so again.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (failure is not null)
        {
            throw failure;
        }

        try
        {
            int read = await inner.ReadAsync(buffer, cancellationToken);
            hash?.AppendData(buffer.Span[..read]);
            checksum?.Append(buffer.Span[..read]);
            if (read == 0 && !buffer.IsEmpty && !verified)
            {
                Verify();
                verified = true;
            }

            return read;
        }
        catch (AwsChunkedException exception)
        {
            throw failure = BodyErrors.Of(exception);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            chunks?.Dispose();
            hash?.Dispose();
            checksum?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Verify()
    {
        if (hash is not null)
        {
            string computed = Convert.ToHexStringLower(hash.GetHashAndReset());
            if (!computed.Equals(declaredHash, StringComparison.OrdinalIgnoreCase))
            {
                throw failure = BodyErrors.HashMismatch(declaredHash!, computed);
            }
        }

        if (checksum is null)
        {
            return;
        }

        ChecksumAlgorithm algorithm = checksum.Algorithm;
        string? declared = chunks?.Trailers.GetValueOrDefault(algorithm.Header);
        if (declared is not null && !algorithm.Accepts(declared))
        {
            throw failure = BodyErrors.InvalidChecksumTrailer(algorithm.Header);
        }

        if ((declared ?? checksums[algorithm.Name]) != checksum.ToBase64())
        {
            throw failure = BodyErrors.ChecksumMismatch(algorithm);
        }

        checksums[algorithm.Name] = checksum.ToBase64();
    }
}
