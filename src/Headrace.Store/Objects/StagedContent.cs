namespace Headrace.Store.Objects;

/// <summary>Bytes on disk that no object points at yet. Disposing it unpublished frees them.</summary>
public abstract class StagedContent : IAsyncDisposable
{
    public long Size { get; protected init; }

    /// <summary>16 bytes.</summary>
    public ReadOnlyMemory<byte> Md5 { get; protected init; }

    public abstract ValueTask DisposeAsync();
}
