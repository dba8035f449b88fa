using Headrace.Store.Multipart;
using Headrace.Store.Objects;
using Headrace.Wire.Checksums;

namespace Headrace.Gateway.S3.Multipart;

/// <summary>
/// The checksum that an upload keeps of each part: of its own algorithm, or CRC64NVME when it was created without one. A part of the latter may bring
/// a checksum of any other algorithm: it is verified and answered, not kept.
/// </summary>
internal sealed class PartChecksum : IDisposable
{
    private readonly PayloadChecksum _kept;
    private readonly PayloadChecksum? _verified;

    private PartChecksum(PayloadChecksum kept, PayloadChecksum? verified)
    {
        _kept = kept;
        _verified = verified;
    }

    /// <exception cref="WireException">InvalidRequest.</exception>
    public static PartChecksum Start(S3Request request, MultipartUpload upload)
    {
        var announced = PayloadChecksum.Announced(request);
        if (upload.Create.ChecksumAlgorithm is not { } name)
        {
            var isDefault = announced is null or ChecksumAlgorithm.CRC64NVME;
            return new PartChecksum(
                new PayloadChecksum(request, ChecksumAlgorithm.CRC64NVME), isDefault ? null : new PayloadChecksum(request, announced!.Value));
        }

        var algorithm = ChecksumNames.Parse(name)!.Value;
        return announced is null || announced == algorithm
            ? new PartChecksum(new PayloadChecksum(request, algorithm), null)
            : throw S3Error.InvalidRequest(
                $"Checksum Type mismatch occurred, expected checksum Type: {name.ToLowerInvariant()}, actual checksum Type: {announced.Value.Name.ToLowerInvariant()}");
    }

    public Stream Through(Stream payload) => _verified is null ? _kept.Through(payload) : _verified.Through(_kept.Through(payload));

    /// <summary>After the last byte.</summary>
    /// <returns>What to keep, and what to answer.</returns>
    /// <exception cref="WireException">BadDigest.</exception>
    public (ObjectChecksum Kept, ObjectChecksum Answered) Verify()
    {
        var value = _kept.Verify();
        return (value, _verified?.Verify() ?? value);
    }

    public void Dispose()
    {
        _kept.Dispose();
        _verified?.Dispose();
    }
}
