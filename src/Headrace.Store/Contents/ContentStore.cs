using Headrace.Ledger;

namespace Headrace.Store.Contents;

/// <summary>The bytes of every version and part: takes them in, hands them out, gives their space back.</summary>
internal sealed class ContentStore : IAsyncDisposable
{
    private readonly LedgerDatabase _ledger;
    private readonly TimeProvider _time;
    private readonly SegmentFolder _folder;
    private readonly ContentStager _stager;
    private readonly ReaderPins _pins = new();
    private readonly Reclaimer _reclaimer;

    public ContentStore(LedgerDatabase ledger, string root, StoreState state, TimeProvider time)
    {
        (_ledger, _time) = (ledger, time);
        _folder = new SegmentFolder(Path.Combine(root, "segments"), state.Epoch);
        _stager = new ContentStager(_folder);
        _reclaimer = new Reclaimer(ledger, _folder, _pins, state, time);
    }

    public Reclaimer Reclaimer => _reclaimer;

    public Task<ContentStage> StageAsync(Stream body, long? expectedLength, CancellationToken cancellationToken) =>
        _stager.StageAsync(body, expectedLength, cancellationToken);

    /// <summary>A copy that shares no bytes with its source.</summary>
    /// <param name="md5">The MD5 of the content, when it is known.</param>
    public async Task<ContentStage> StageCopyAsync(ContentReference source, long size, byte[]? md5, string key, CancellationToken cancellationToken)
    {
        using var bytes = OpenRead(source, size, 0, size, key);
        if (md5 is not null && source.Pieces is { } encoded && size > ContentStager.LargestBody)
        {
            var pieces = PieceList.Decode(encoded);
            if (Array.TrueForAll(pieces, piece => piece.Kind != PieceKind.Body) && _stager.TryCopy(pieces, size, md5) is { } copied)
            {
                return copied;
            }
        }

        return await _stager.StageAsync(bytes, size, cancellationToken);
    }

    /// <exception cref="StoreException">NoSuchKey: the version has been deleted, and its bytes given back.</exception>
    public Stream OpenRead(ContentReference content, long size, long offset, long length, string key)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + length, size);
        if (content.Pieces is null)
        {
            var body = content.Body ?? (size == 0 ? [] : ReadBody(content.Id)) ?? throw StoreErrors.NoSuchKey(key);
            return new MemoryStream(body, (int)offset, (int)length, writable: false, publiclyVisible: true);
        }

        var pieces = PieceList.Decode(content.Pieces);
        if (!_pins.TryPin(content.Id))
        {
            throw StoreErrors.NoSuchKey(key);
        }

        if (!_ledger.Read(connection => Exists(connection, pieces[0])))
        {
            _pins.Unpin(content.Id);
            throw StoreErrors.NoSuchKey(key);
        }

        return new ContentStream(_ledger, _folder, pieces, offset, length, () =>
        {
            if (_pins.Unpin(content.Id))
            {
                _reclaimer.Wake();
            }
        });
    }

    /// <summary>Nothing points at these bytes any more once <paramref name="transaction"/> commits.</summary>
    public void Release(LedgerTransaction transaction, long id, long size, byte[]? pieces)
    {
        if (pieces is null)
        {
            if (size > 0)
            {
                using var statement = transaction.Prepare("DELETE FROM body WHERE id = ?");
                statement.Bind(1, id).Run();
            }

            return;
        }

        using var freed = transaction.Prepare("INSERT INTO freed(content, at, pieces) VALUES(?, ?, ?)");
        freed.Bind(1, id).Bind(2, _time.GetUtcNow().ToUnixTimeMilliseconds()).Bind(3, pieces).Run();
        transaction.OnCommitted(_reclaimer.Wake);
    }

    public async ValueTask DisposeAsync()
    {
        await _reclaimer.DisposeAsync();
        _folder.Dispose();
    }

    private byte[]? ReadBody(long id) => _ledger.Read(connection =>
    {
        using var statement = connection.Prepare("SELECT bytes FROM body WHERE id = ?");
        return statement.Bind(1, id).Step() ? statement.Blob(0).ToArray() : null;
    });

    private static bool Exists(LedgerConnection connection, Piece piece)
    {
        using var statement = connection.Prepare(
            piece.Kind == PieceKind.Body ? "SELECT 1 FROM body WHERE id = ?" : "SELECT 1 FROM extent WHERE segment = ? AND start = ?");
        statement.Bind(1, piece.Number);
        if (piece.Kind != PieceKind.Body)
        {
            statement.Bind(2, piece.Start);
        }

        return statement.Step();
    }
}
