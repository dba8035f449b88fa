namespace Headrace.Wire.Chunked;

/// <summary>An aws-chunked body that cannot be accepted; the message names the place.</summary>
public sealed class AwsChunkedException(AwsChunkedFault fault, string message) : IOException(message)
{
    public AwsChunkedFault Fault { get; } = fault;

    /// <summary>The chunk, from 1, and its size, where <see cref="Fault"/> is <see cref="AwsChunkedFault.ChunkTooSmall"/>.</summary>
    public (int Number, long Size)? Chunk { get; init; }
}
