using Headrace.Wire.Signing;

namespace Headrace.Wire.Chunked;

/// <summary>Which aws-chunked form a body has.</summary>
/// <param name="SignedChunks">Every chunk carries its signature.</param>
/// <param name="HasTrailer">Trailing headers follow the last chunk.</param>
public sealed record AwsChunkedForm(bool SignedChunks, bool HasTrailer)
{
    /// <summary>The form that <c>x-amz-content-sha256</c> announces; null when the body is not chunked so.</summary>
    public static AwsChunkedForm? Of(string? payloadHash) => payloadHash switch
    {
        PayloadHash.SignedChunks => new(SignedChunks: true, HasTrailer: false),
        PayloadHash.SignedChunksAndTrailer => new(SignedChunks: true, HasTrailer: true),
        PayloadHash.UnsignedTrailer => new(SignedChunks: false, HasTrailer: true),
        _ => null,
    };
}
