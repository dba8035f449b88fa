using System.Buffers;
using System.Collections.Concurrent;

namespace Headrace.Gateway.Http;

/// <summary>Memory for what is on its way through the sockets, in blocks of 64 KiB.</summary>
/// <remarks>
/// Kestrel's own pool has blocks of 4 KiB, and a connection reads no more at a time than a block holds: a photograph took fifty reads, each with a
/// turn of the thread pool. A connection that waits holds no block.
/// </remarks>
internal sealed class BlockPool : MemoryPool<byte>
{
    private const int BlockSize = 64 * 1024;

    /// <summary>Blocks kept for what comes next: 8 MiB.</summary>
    private const int MostKept = 128;

    private readonly ConcurrentQueue<Block> _kept = new();

    public override int MaxBufferSize => BlockSize;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockSize);
        return _kept.TryDequeue(out Block? block) ? block : new Block(this);
    }

    protected override void Dispose(bool disposing) => _kept.Clear();

    private sealed class Block(BlockPool pool) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } = GC.AllocateUninitializedArray<byte>(BlockSize, pinned: true);

        public void Dispose()
        {
            if (pool._kept.Count < MostKept)
            {
                pool._kept.Enqueue(this);
            }
        }
    }
}
