using Headrace.Ledger;

namespace Headrace.Store.Contents;

/// <summary>Bytes in a segment that no row points at yet.</summary>
internal sealed class ExtentStage : ContentStage
{
    private readonly SegmentFolder _folder;
    private readonly Segment _segment;
    private readonly Piece _piece;
    private int _ended;
    private volatile bool _offered;

    public ExtentStage(SegmentFolder folder, Segment segment, Piece piece, byte[] md5)
    {
        (_folder, _segment, _piece) = (folder, segment, piece);
        Size = piece.Length;
        Md5 = md5;
    }

    public Segment Segment => _segment;

    // A file of its own was flushed when it was complete, off the writer thread: it may be gigabytes.
    public override IDurableContent? Durable => _piece.Kind == PieceKind.Shared ? _segment : null;

    public override byte[]? Publish(LedgerTransaction transaction, long id)
    {
        using (var statement = transaction.Prepare("INSERT INTO extent(segment, start, length) VALUES(?, ?, ?)"))
        {
            statement.Bind(1, _piece.Number).Bind(2, _piece.Start).Bind(3, _piece.Length).Run();
        }

        // From here on a row may point at the bytes. Should the commit fail, nobody can tell whether it reached the disk: the bytes stay
        // until the next start sees what the rows say.
        _offered = true;
        transaction.OnCommitted(EndStage);
        return PieceList.Encode([_piece]);
    }

    public override ValueTask DisposeAsync()
    {
        if (!_offered && EndOnce())
        {
            Discard(_folder, _segment, _piece);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Gives back the bytes of a stage that nobody will publish.</summary>
    public static void Discard(SegmentFolder folder, Segment segment, Piece piece)
    {
        if (piece.Kind == PieceKind.Own)
        {
            folder.Delete(piece.Number);
        }
        else
        {
            folder.Punch(piece.Number, piece.Start, SegmentFolder.Blocks(piece.Length));
        }

        folder.EndStage(segment);
    }

    private void EndStage()
    {
        if (EndOnce())
        {
            _folder.EndStage(_segment);
        }
    }

    private bool EndOnce() => Interlocked.Exchange(ref _ended, 1) == 0;
}
