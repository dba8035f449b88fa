namespace Headrace.Wire.Signing;

/// <summary>The values of <c>x-amz-content-sha256</c> that are not a hash.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html</remarks>
public static class PayloadHash
{
    public const string Unsigned = "UNSIGNED-PAYLOAD";

    /// <summary>aws-chunked, every chunk signed.</summary>
    public const string SignedChunks = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";

    /// <summary>aws-chunked, every chunk and the trailer signed.</summary>
    public const string SignedChunksAndTrailer = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";

    /// <summary>aws-chunked, nothing signed but the headers; a checksum follows in the trailer.</summary>
    public const string UnsignedTrailer = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

    /// <summary>SHA-256 of nothing.</summary>
    public const string Empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    public static bool IsChunked(string value) => value is SignedChunks or SignedChunksAndTrailer or UnsignedTrailer;

    /// <summary>Whether the value is a SHA-256 in hex.</summary>
    public static bool IsHash(string value) => value.Length == 64 && value.All(char.IsAsciiHexDigit);
}
