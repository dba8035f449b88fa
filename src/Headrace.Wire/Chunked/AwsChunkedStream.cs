using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Headrace.Wire.Signing;

namespace Headrace.Wire.Chunked;

/// <summary>
/// Reads the payload out of an aws-chunked body. A chunk's signature is known only at its end, so bytes are handed out before they are
/// proven: what was read counts when the last read (0 bytes) has returned without an exception.
/// </summary>
/// <remarks>
/// <code>
/// body    = *chunk last-chunk *trailer [signature-line] CRLF
/// chunk   = 1*16HEX [";chunk-signature=" 64HEX] CRLF data CRLF
/// last    = "0" [";chunk-signature=" 64HEX] CRLF
/// trailer = name ":" value CRLF
/// signature-line = "x-amz-trailer-signature:" 64HEX CRLF
/// </code>
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html, sigv4-streaming-trailers.html. In the trailer a lone LF ends a line too, and an
/// empty line may stand before the signature: minio-go signs and sends it so, and S3 takes it.
/// </remarks>
public sealed class AwsChunkedStream : Stream
{
    private const int BufferSize = 16 * 1024;
    private const int MaximumLine = 1024;
    private const int MaximumTrailers = 16;
    private const int MinimumChunk = 8192;
    private const string SignatureExtension = ";chunk-signature=";
    private const string TrailerSignature = "x-amz-trailer-signature";

    private readonly Stream _inner;
    private readonly AwsChunkedForm _form;
    private readonly ChunkSigner? _signer;
    private readonly long _decodedLength;
    private readonly IReadOnlyCollection<string> _announced;
    private readonly Dictionary<string, string> _trailers = new(StringComparer.OrdinalIgnoreCase);
    private readonly IncrementalHash? _chunkHash;

    private byte[] _pending = ArrayPool<byte>.Shared.Rent(BufferSize);
    private int _start;
    private int _end;

    private int _chunkNumber;
    private long _chunkSize;
    private long _chunkRemaining;
    private byte[]? _chunkSignature;
    private long _total;
    private bool _finished;
    private AwsChunkedException? _failure;

    /// <param name="signer">Null leaves signatures unverified (they must still be there where the form has them).</param>
    /// <param name="decodedLength">The payload's length, as <c>x-amz-decoded-content-length</c> says.</param>
    /// <param name="announced">The trailing headers that <c>x-amz-trailer</c> announces.</param>
    public AwsChunkedStream(Stream inner, AwsChunkedForm form, ChunkSigner? signer, long decodedLength, IReadOnlyCollection<string> announced)
    {
        _inner = inner;
        _form = form;
        _signer = form.SignedChunks ? signer : null;
        _decodedLength = decodedLength;
        _announced = announced;
        _chunkHash = _signer is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    }

    /// <summary>The trailing headers; complete once a read has returned 0.</summary>
    public IReadOnlyDictionary<string, string> Trailers => _trailers;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="AwsChunkedException">This and every later read fails.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_failure is not null)
        {
            throw _failure;
        }

        try
        {
            return _finished || buffer.IsEmpty ? 0 : await ReadPayloadAsync(buffer, cancellationToken);
        }
        catch (AwsChunkedException exception)
        {
            _failure = exception;
            throw;
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
        if (disposing && _pending.Length > 0)
        {
            _finished = true;
            ArrayPool<byte>.Shared.Return(_pending);
            _pending = [];
            _start = _end = 0;
            _chunkHash?.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadPayloadAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        if (_chunkRemaining == 0 && !await BeginChunkAsync(cancellationToken))
        {
            return 0;
        }

        int wanted = (int)Math.Min(destination.Length, _chunkRemaining);
        int read;
        if (_start < _end)
        {
            read = Math.Min(wanted, _end - _start);
            _pending.AsSpan(_start, read).CopyTo(destination.Span);
            _start += read;
        }
        else if (wanted >= BufferSize)
        {
            read = await _inner.ReadAsync(destination[..wanted], cancellationToken);
            ThrowIfEnded(read);
        }
        else
        {
            await FillAsync(cancellationToken);
            read = Math.Min(wanted, _end - _start);
            _pending.AsSpan(_start, read).CopyTo(destination.Span);
            _start += read;
        }

        _chunkHash?.AppendData(destination.Span[..read]);
        _total += read;
        _chunkRemaining -= read;
        if (_chunkRemaining == 0)
        {
            VerifyChunk();
            await ExpectChunkEndAsync(cancellationToken);
        }

        return read;
    }

    /// <summary>Reads a chunk's header, or all that follows the last one; false at the end.</summary>
    private async ValueTask<bool> BeginChunkAsync(CancellationToken cancellationToken)
    {
        string line = await ReadLineAsync(allowBareLineFeed: false, AwsChunkedFault.MalformedChunk, cancellationToken);
        long previousSize = _chunkSize;
        _chunkNumber++;
        ParseChunkHeader(line);
        if (_chunkSize > 0)
        {
            if (_chunkNumber > 1 && previousSize < MinimumChunk)
            {
                throw new AwsChunkedException(AwsChunkedFault.ChunkTooSmall, $"Only the last chunk is allowed to have a size less than {MinimumChunk} bytes")
                {
                    Chunk = (_chunkNumber - 1, previousSize),
                };
            }

            if (_chunkSize > _decodedLength - _total)
            {
                throw new AwsChunkedException(AwsChunkedFault.LengthMismatch, $"Chunk {_chunkNumber} exceeds the {_decodedLength} bytes announced.");
            }

            _chunkRemaining = _chunkSize;
            return true;
        }

        VerifyChunk();
        if (_total != _decodedLength)
        {
            throw new AwsChunkedException(AwsChunkedFault.LengthMismatch, $"The chunks hold {_total} of the {_decodedLength} bytes announced.");
        }

        await ReadTrailerAsync(cancellationToken);
        if (_start < _end || await FillAsync(cancellationToken, endAllowed: true))
        {
            throw new AwsChunkedException(AwsChunkedFault.MalformedTrailer, "Bytes follow the end of the body.");
        }

        _finished = true;
        return false;
    }

    private void ParseChunkHeader(string line)
    {
        int sizeLength = line.IndexOf(';', StringComparison.Ordinal);
        ReadOnlySpan<char> size = sizeLength < 0 ? line : line.AsSpan(0, sizeLength);
        ReadOnlySpan<char> extension = sizeLength < 0 ? default : line.AsSpan(sizeLength);
        bool wellFormed = size.Length is > 0 and <= 16
            && long.TryParse(size, System.Globalization.NumberStyles.AllowHexSpecifier, null, out _chunkSize)
            && _chunkSize >= 0
            && (_form.SignedChunks ? TryParseSignature(extension) : extension.IsEmpty);
        if (!wellFormed)
        {
            throw new AwsChunkedException(AwsChunkedFault.MalformedChunk, $"The header of chunk {_chunkNumber} is malformed.");
        }
    }

    private bool TryParseSignature(ReadOnlySpan<char> extension)
    {
        if (!extension.StartsWith(SignatureExtension, StringComparison.Ordinal) || extension.Length != SignatureExtension.Length + 64)
        {
            return false;
        }

        _chunkSignature ??= new byte[32];
        return Convert.FromHexString(extension[SignatureExtension.Length..], _chunkSignature, out _, out _) == OperationStatus.Done;
    }

    private void VerifyChunk()
    {
        if (_signer is null)
        {
            return;
        }

        Span<byte> hash = stackalloc byte[32];
        _chunkHash!.GetHashAndReset(hash);
        if (!CryptographicOperations.FixedTimeEquals(_signer.SignChunk(hash), _chunkSignature))
        {
            throw new AwsChunkedException(AwsChunkedFault.SignatureMismatch, $"The signature of chunk {_chunkNumber} does not match.");
        }
    }

    private async ValueTask ExpectChunkEndAsync(CancellationToken cancellationToken)
    {
        if (await ReadLineAsync(allowBareLineFeed: false, AwsChunkedFault.MalformedChunk, cancellationToken) is not "")
        {
            throw new AwsChunkedException(AwsChunkedFault.MalformedChunk, $"Chunk {_chunkNumber} does not end after its {_chunkSize} bytes.");
        }
    }

    private async ValueTask ReadTrailerAsync(CancellationToken cancellationToken)
    {
        var canonical = new StringBuilder();
        string? signature = null;
        bool emptyLineSeen = false;
        while (true)
        {
            string line = await ReadLineAsync(allowBareLineFeed: _form.HasTrailer, AwsChunkedFault.MalformedTrailer, cancellationToken);
            if (line.Length == 0)
            {
                if (_form is { HasTrailer: true, SignedChunks: true } && signature is null && !emptyLineSeen)
                {
                    emptyLineSeen = true;
                    continue;
                }

                break;
            }

            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (!_form.HasTrailer || colon <= 0 || signature is not null || _trailers.Count == MaximumTrailers)
            {
                throw MalformedTrailer();
            }

            string name = line[..colon].Trim().ToLowerInvariant();
            string value = line[(colon + 1)..].Trim();
            if (name == TrailerSignature && _form.SignedChunks)
            {
                signature = value;
            }
            else if (emptyLineSeen || !_announced.Contains(name, StringComparer.OrdinalIgnoreCase) || !_trailers.TryAdd(name, value))
            {
                throw MalformedTrailer();
            }
            else
            {
                canonical.Append(name).Append(':').Append(value).Append('\n');
            }
        }

        if (_trailers.Count != _announced.Count || (_form is { HasTrailer: true, SignedChunks: true } && signature is null))
        {
            throw MalformedTrailer();
        }

        if (signature is not null)
        {
            VerifyTrailer(canonical.ToString(), signature);
        }
    }

    private void VerifyTrailer(string canonical, string signature)
    {
        if (_signer is null)
        {
            return;
        }

        Span<byte> provided = stackalloc byte[32];
        bool isHex = signature.Length == 64 && Convert.FromHexString(signature, provided, out _, out _) == OperationStatus.Done;
        if (!isHex || !CryptographicOperations.FixedTimeEquals(_signer.SignTrailer(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))), provided))
        {
            throw new AwsChunkedException(AwsChunkedFault.SignatureMismatch, "The signature of the trailer does not match.");
        }
    }

    private static AwsChunkedException MalformedTrailer() => new(AwsChunkedFault.MalformedTrailer, "The trailer is malformed.");

    /// <summary>The next line without its end. Longer than <see cref="MaximumLine"/>, or with control characters, is a fault.</summary>
    private async ValueTask<string> ReadLineAsync(bool allowBareLineFeed, AwsChunkedFault fault, CancellationToken cancellationToken)
    {
        int searched = 0;
        while (true)
        {
            int length = _pending.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                length += searched;
                ReadOnlySpan<byte> line = _pending.AsSpan(_start, length);
                bool hasReturn = line.EndsWith("\r"u8);
                line = hasReturn ? line[..^1] : line;
                if (length <= MaximumLine && (hasReturn || allowBareLineFeed) && !line.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
                {
                    _start += length + 1;
                    return Encoding.ASCII.GetString(line);
                }
            }

            searched = _end - _start;
            if (length >= 0 || searched > MaximumLine)
            {
                throw new AwsChunkedException(fault, $"A line after chunk {_chunkNumber} is malformed or too long.");
            }

            await FillAsync(cancellationToken);
        }
    }

    /// <summary>Reads more into the buffer; false at the end of the body, where that is allowed.</summary>
    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken, bool endAllowed = false)
    {
        _pending.AsSpan(_start, _end - _start).CopyTo(_pending);
        _end -= _start;
        _start = 0;
        int read = await _inner.ReadAsync(_pending.AsMemory(_end), cancellationToken);
        if (!endAllowed)
        {
            ThrowIfEnded(read);
        }

        _end += read;
        return read > 0;
    }

    private void ThrowIfEnded(int read)
    {
        if (read == 0)
        {
            throw new AwsChunkedException(AwsChunkedFault.Truncated, $"The body ends within chunk {_chunkNumber} or before its trailer is complete.");
        }
    }
}
