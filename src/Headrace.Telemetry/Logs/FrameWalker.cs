namespace Headrace.Telemetry.Logs;

/// <summary>Walks a file's frames forward, a chunk at a time, up to the last that is whole.</summary>
/// <remarks>
/// No handle stays open between chunks, so that thousands of streams can be read side by side. A stream may be written anew meanwhile (a batch
/// that belongs before its end, a retention that has passed): then the frame that was read last no longer ends where it did, and the walk goes
/// on behind the events that it has seen, by their time.
/// </remarks>
internal sealed class FrameWalker(LogFile file, long position)
{
    private const int ChunkLength = 32 * 1024;

    private byte[] _chunk = [];
    private int _at;
    private int _length;
    private bool _isLastChunk;
    private long _chunkPosition = position;
    private int _seenAtTimestamp;

    public ReadOnlySpan<byte> Frame => _chunk.AsSpan(_at, _length);

    public long Position => _chunkPosition + _at;

    public long End => Position + _length;

    public long Timestamp { get; private set; }

    public bool MoveNext()
    {
        while (true)
        {
            _at += _length;
            _length = WholeFrameAt(_chunk.AsSpan(_at));
            if (_length > 0)
            {
                var timestamp = LogFrame.Timestamp(Frame);
                _seenAtTimestamp = timestamp == Timestamp ? _seenAtTimestamp + 1 : 1;
                Timestamp = timestamp;
                return true;
            }

            if (_isLastChunk || !ReadNextChunk())
            {
                return false;
            }
        }
    }

    /// <summary>The length of the whole frame that begins here, or 0.</summary>
    private static int WholeFrameAt(ReadOnlySpan<byte> bytes)
    {
        var length = bytes.Length < LogFrame.HeaderLength ? 0 : LogFrame.LengthOf(bytes);
        return length > 0 && length <= bytes.Length && LogFrame.IsWhole(bytes[..length]) ? length : 0;
    }

    private bool ReadNextChunk()
    {
        var position = _chunkPosition + _at;
        var left = _chunk.AsSpan(_at);
        var wanted = left.Length < LogFrame.HeaderLength ? ChunkLength : Math.Max(ChunkLength, LogFrame.LengthOf(left));
        if (left.Length >= LogFrame.HeaderLength && LogFrame.LengthOf(left) is var whole && (whole == 0 || whole <= left.Length))
        {
            return false; // no frame, or none that is whole
        }

        using var handle = file.TryOpen();
        if (handle is null)
        {
            return false;
        }

        if (_seenAtTimestamp > 0 && !LogFile.EndsFrame(handle, position, Timestamp))
        {
            position = file.Seek(handle, Timestamp);
            position = Skip(position, _seenAtTimestamp);
        }

        var available = (int)Math.Clamp(RandomAccess.GetLength(handle) - position, 0, wanted);
        var chunk = new byte[available];
        var read = available == 0 ? 0 : RandomAccess.Read(handle, chunk, position);
        (_chunk, _at, _length, _chunkPosition) = (read == available ? chunk : chunk[..read], 0, 0, position);
        _isLastChunk = _chunk.Length < wanted;
        return true;
    }

    /// <summary>The position behind so many frames of the same time.</summary>
    private long Skip(long position, int count)
    {
        var walker = new FrameWalker(file, position);
        while (count-- > 0 && walker.MoveNext() && walker.Timestamp == Timestamp)
        {
            position = walker.End;
        }

        return position;
    }
}
