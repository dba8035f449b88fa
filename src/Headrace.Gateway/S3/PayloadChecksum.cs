using Headrace.Store.Objects;
using Headrace.Wire.Checksums;

namespace Headrace.Gateway.S3;

/// <summary>The checksum of one request's payload: computed while the payload is read, compared with what the client says, in a header or a trailer.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html</remarks>
internal sealed class PayloadChecksum : IDisposable
{
    private readonly S3Request request;
    private readonly Checksum checksum;

    private PayloadChecksum(S3Request request, ChecksumAlgorithm algorithm)
    {
        this.request = request;
        checksum = new Checksum(algorithm);
    }

    public ChecksumAlgorithm Algorithm => checksum.Algorithm;

    /// <summary>The algorithm that the client sends a value of; null when it sends none.</summary>
    /// <exception cref="WireException">InvalidRequest: several values, or one that is no checksum.</exception>
    public static ChecksumAlgorithm? Announced(S3Request request)
    {
        ChecksumAlgorithm? announced = null;
        foreach (var algorithm in ChecksumNames.All)
        {
            if (request.Header(algorithm.Header) is not { } value)
            {
                continue;
            }

            if (announced is not null)
            {
                throw S3Error.InvalidRequest("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
            }

            if (!algorithm.Accepts(value))
            {
                throw S3Error.InvalidRequest($"Value for {algorithm.Header} header is invalid.");
            }

            announced = algorithm;
        }

        return announced ?? (request.Header("x-amz-trailer") is { } trailer ? ChecksumNames.ParseHeader(trailer.Trim()) : null);
    }

    public static PayloadChecksum Start(S3Request request, ChecksumAlgorithm algorithm) => new(request, algorithm);

    /// <summary>The payload, counted into the checksum as it is read.</summary>
    public Stream Through(Stream payload) => new ChecksummedStream(payload, checksum);

    public void Append(ReadOnlySpan<byte> data) => checksum.Append(data);

    /// <summary>After the last byte: compares with what the client said.</summary>
    /// <exception cref="WireException">BadDigest.</exception>
    public ObjectChecksum Verify()
    {
        var value = checksum.ToBase64();
        var name = Algorithm.Name;
        var said = request.Header(Algorithm.Header) ?? (request.Gateway.Checksums.TryGetValue(name, out var trailed) ? trailed : null);
        return said is null || said == value
            ? new ObjectChecksum(name, value, "FULL_OBJECT")
            : throw S3Error.WithMessage("BadDigest", $"The {name} you specified did not match the calculated checksum.");
    }

    public void Dispose() => checksum.Dispose();
}
