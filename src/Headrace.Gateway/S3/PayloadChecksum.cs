using Headrace.Store.Objects;
using Headrace.Wire.Checksums;

namespace Headrace.Gateway.S3;

/// <summary>
/// The checksum of one request's payload. What a header or a trailer declares has been verified by the front door when the last byte has been read; anything
/// else is computed here: S3's default, and what a presigned URL declares in its query.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html</remarks>
internal sealed class PayloadChecksum : IDisposable
{
    private readonly S3Request _request;
    private readonly ChecksumAlgorithm _algorithm;
    private readonly Checksum? _computed;

    public PayloadChecksum(S3Request request, ChecksumAlgorithm algorithm)
    {
        _request = request;
        _algorithm = algorithm;
        _computed = Declared(request) == algorithm ? null : new Checksum(algorithm);
    }

    /// <summary>The algorithm that the client declares a value of, wherever it stands; null when it declares none.</summary>
    /// <exception cref="WireException">InvalidRequest.</exception>
    public static ChecksumAlgorithm? Announced(S3Request request)
    {
        if (Declared(request) is { } declared)
        {
            return declared;
        }

        foreach (var candidate in request.IsPresigned ? ChecksumNames.All : [])
        {
            if (request.Parameter(candidate.Header) is { } value)
            {
                return candidate.Accepts(value) ? candidate : throw S3Error.InvalidRequest($"Value for {candidate.Header} header is invalid.");
            }
        }

        return null;
    }

    /// <summary>The payload, counted into the checksum as it is read.</summary>
    public Stream Through(Stream payload) => _computed is null ? payload : new ChecksummedStream(payload, _computed);

    /// <summary>After the last byte.</summary>
    /// <exception cref="WireException">BadDigest.</exception>
    public ObjectChecksum Verify()
    {
        var name = _algorithm.Name;
        var value = _computed?.ToBase64() ?? _request.Gateway.Checksums[name];
        if (_computed is not null && _request.IsPresigned && _request.Parameter(_algorithm.Header) is { } said && said != value)
        {
            throw S3Error.WithMessage("BadDigest", $"The {name} you specified did not match the calculated checksum.");
        }

        return new ObjectChecksum(name, value, "FULL_OBJECT");
    }

    public void Dispose() => _computed?.Dispose();

    /// <summary>In a header or as a trailer to come: the front door's to verify.</summary>
    private static ChecksumAlgorithm? Declared(S3Request request)
    {
        foreach (var name in request.Gateway.Checksums.Keys)
        {
            return ChecksumNames.Parse(name);
        }

        return request.Headers.TryGetValue("x-amz-trailer", out var trailer) ? ChecksumNames.ParseHeader(trailer.ToString().Trim()) : null;
    }
}
