using System.Security.Cryptography;
using Headrace.Wire.Checksums;
using Headrace.Wire.Chunked;

namespace Headrace.Gateway.Http;

/// <summary>A payload that is held against what the client declared of it while it is read: the read that reaches its end throws when something differs.</summary>
internal sealed class VerifiedBody : Stream
{
    private readonly Stream _inner;
    private readonly AwsChunkedStream? _chunks;
    private readonly string? _declaredHash;
    private readonly IncrementalHash? _hash;
    private readonly Checksum? _checksum;
    private readonly Dictionary<string, string> _checksums;
    private readonly TimeProvider _time;
    private WireException? _failure;

    /// <param name="inner">The payload, or the <see cref="AwsChunkedStream"/> it is in.</param>
    /// <param name="declaredHash">SHA-256 in hex, or null.</param>
    /// <param name="algorithm">Of the checksum that a header has declared or the trailer will.</param>
    /// <param name="checksums">Holds what a header has declared; a trailer's value is added.</param>
    public VerifiedBody(Stream inner, string? declaredHash, ChecksumAlgorithm? algorithm, Dictionary<string, string> checksums, TimeProvider time)
    {
        _inner = inner;
        _time = time;
        _declaredHash = declaredHash;
        _checksums = checksums;
        _chunks = inner as AwsChunkedStream;
        _hash = declaredHash is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _checksum = algorithm is { } known ? new Checksum(known) : null;
    }

    /// <summary>When all of it had been read and held, as <see cref="TimeProvider.GetTimestamp"/> counts; null before.</summary>
    public long? EndedAt { get; private set; }

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
        if (_failure is not null)
        {
            throw _failure;
        }

        try
        {
            int read = await _inner.ReadAsync(buffer, cancellationToken);
            _hash?.AppendData(buffer.Span[..read]);
            _checksum?.Append(buffer.Span[..read]);
            if (read == 0 && !buffer.IsEmpty && EndedAt is null)
            {
                Verify();
                EndedAt = _time.GetTimestamp();
            }

            return read;
        }
        catch (AwsChunkedException exception)
        {
            throw _failure = BodyErrors.Of(exception);
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
            _chunks?.Dispose();
            _hash?.Dispose();
            _checksum?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Verify()
    {
        if (_hash is not null)
        {
            string computed = Convert.ToHexStringLower(_hash.GetHashAndReset());
            if (!computed.Equals(_declaredHash, StringComparison.OrdinalIgnoreCase))
            {
                throw _failure = BodyErrors.HashMismatch(_declaredHash!, computed);
            }
        }

        if (_checksum is null)
        {
            return;
        }

        ChecksumAlgorithm algorithm = _checksum.Algorithm;
        string? declared = _chunks?.Trailers.GetValueOrDefault(algorithm.Header);
        if (declared is not null && !algorithm.Accepts(declared))
        {
            throw _failure = BodyErrors.InvalidChecksumTrailer(algorithm.Header);
        }

        if ((declared ?? _checksums[algorithm.Name]) != _checksum.ToBase64())
        {
            throw _failure = BodyErrors.ChecksumMismatch(algorithm);
        }

        _checksums[algorithm.Name] = _checksum.ToBase64();
    }
}
