namespace Headrace.Wire.Chunked;

/// <summary>What is wrong with an aws-chunked body.</summary>
public enum AwsChunkedFault
{
    /// <summary>The body ends before its last chunk and trailer do.</summary>
    Truncated,

    /// <summary>A chunk's header or end is not of the form.</summary>
    MalformedChunk,

    /// <summary>A chunk that is not the last one has fewer than 8,192 bytes.</summary>
    ChunkTooSmall,

    /// <summary>The trailer is not of the form, or has not what was announced.</summary>
    MalformedTrailer,

    /// <summary>More or fewer bytes than <c>x-amz-decoded-content-length</c> says.</summary>
    LengthMismatch,

    /// <summary>The signature of a chunk or of the trailer is not the one that it must be.</summary>
    SignatureMismatch,
}
