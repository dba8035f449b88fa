using Headrace.Ledger;
using Microsoft.Win32.SafeHandles;

namespace Headrace.Store.Contents;

/// <summary>A range of a content, read piece by piece. The content stays whole while this is open.</summary>
/// <remarks>Reads block: the bytes are in the page cache or one disk read away, and .NET's asynchronous file reads are blocking reads on another thread.</remarks>
internal sealed class ContentStream(LedgerDatabase ledger, SegmentFolder folder, Piece[] pieces, long offset, long length, Action closed) : Stream
{
    private const int CopySize = 256 * 1024;

    private int _piece = -1;
    private long _pieceEnd;
    private long _at;
    private SafeFileHandle? _file;
    private byte[]? _body;
    private bool _closed;

    public override bool CanRead => !_closed;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get => _at; set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (_at == length || buffer.IsEmpty)
        {
            return 0;
        }

        var absolute = offset + _at;
        while (absolute >= _pieceEnd)
        {
            NextPiece();
        }

        var piece = pieces[_piece];
        var within = absolute - (_pieceEnd - piece.Length);
        buffer = buffer[..(int)Math.Min(buffer.Length, Math.Min(length - _at, _pieceEnd - absolute))];
        if (piece.Kind == PieceKind.Body)
        {
            _body ??= ReadBody(piece.Number);
            _body.AsSpan((int)within, buffer.Length).CopyTo(buffer);
            _at += buffer.Length;
            return buffer.Length;
        }

        _file ??= folder.OpenRead(piece.Number, length >= CopySize ? FileOptions.SequentialScan : FileOptions.None);
        var read = RandomAccess.Read(_file, buffer, piece.Start + within);
        if (read == 0)
        {
            throw new EndOfStreamException($"Segment {piece.Number:x} is shorter than its extents say.");
        }

        _at += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<int>(cancellationToken) : new ValueTask<int>(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
        base.CopyToAsync(destination, (int)Math.Clamp(length - _at, 1, CopySize), cancellationToken);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (!_closed)
        {
            _closed = true;
            _file?.Dispose();
            closed();
        }

        base.Dispose(disposing);
    }

    private void NextPiece()
    {
        _file?.Dispose();
        _file = null;
        _body = null;
        _pieceEnd += pieces[++_piece].Length;
    }

    private byte[] ReadBody(long id) => ledger.Read(connection =>
    {
        using var statement = connection.Prepare("SELECT bytes FROM body WHERE id = ?");
        return statement.Bind(1, id).Step() ? statement.Blob(0).ToArray() : throw new EndOfStreamException($"Body {id:x} is gone.");
    });
}
