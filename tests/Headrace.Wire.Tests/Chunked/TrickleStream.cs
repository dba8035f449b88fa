namespace Headrace.Wire.Tests.Chunked;

/// <summary>Hands bytes out in pieces of the given sizes, over and over.</summary>
internal sealed class TrickleStream(byte[] content, params int[] pieces) : MemoryStream(content, writable: false)
{
    private int _turn;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int piece = pieces.Length == 0 ? buffer.Length : Math.Max(1, pieces[_turn++ % pieces.Length]);
        return ValueTask.FromResult(Read(buffer.Span[..Math.Min(piece, buffer.Length)]));
    }
}
