using System.Globalization;
using Headrace.Wire.Checksums;
using Headrace.Wire.Chunked;

namespace Headrace.Gateway.Http;

/// <summary>S3's errors about a request's body.</summary>
internal static class BodyErrors
{
    public static WireException MissingContentLength() => new("MissingContentLength", 411, "You must provide the Content-Length HTTP header.");

    public static WireException InvalidChecksumHeader(string header) => new("InvalidRequest", 400, $"Value for {header} header is invalid.");

    public static WireException InvalidChecksumTrailer(string header) => new("InvalidRequest", 400, $"Value for {header} trailing header is invalid.");

    public static WireException SeveralChecksums() =>
        new("InvalidRequest", 400, "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");

    public static WireException UnsupportedTrailer() => new("InvalidRequest", 400, "The value specified in the x-amz-trailer header is not supported");

    public static WireException ChecksumMismatch(ChecksumAlgorithm algorithm) =>
        new("BadDigest", 400, $"The {algorithm.Name} you specified did not match the calculated checksum.");

    public static WireException HashMismatch(string declared, string computed) => new(
        "XAmzContentSHA256Mismatch", 400, "The provided 'x-amz-content-sha256' header does not match what was computed.",
        KeyValuePair.Create("ClientComputedContentSHA256", declared), KeyValuePair.Create("S3ComputedContentSHA256", computed));

    public static WireException Incomplete() => new("IncompleteBody", 400, "The request body terminated unexpectedly");

    public static WireException Of(AwsChunkedException failure) => failure.Fault switch
    {
        AwsChunkedFault.SignatureMismatch => new(
            "SignatureDoesNotMatch", 403, "The request signature we calculated does not match the signature you provided. Check your key and signing method."),
        AwsChunkedFault.MalformedTrailer => new(
            "MalformedTrailerError", 400, "The request contained trailing data that was not well-formed or did not conform to our published schema."),
        AwsChunkedFault.LengthMismatch => new(
            "IncompleteBody", 400, "You did not provide the number of bytes specified by the Content-Length HTTP header"),
        AwsChunkedFault.ChunkTooSmall when failure.Chunk is { } chunk => new(
            "InvalidChunkSizeError", 400, failure.Message,
            KeyValuePair.Create("Chunk", chunk.Number.ToString(CultureInfo.InvariantCulture)),
            KeyValuePair.Create("BadChunkSize", chunk.Size.ToString(CultureInfo.InvariantCulture))),
        _ => Incomplete(),
    };
}
