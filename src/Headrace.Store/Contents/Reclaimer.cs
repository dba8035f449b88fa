using Headrace.Ledger;

namespace Headrace.Store.Contents;

/// <summary>
/// Gives the space of freed contents back, in the background: after the transaction that freed them is durable, after
/// <see cref="Grace"/>, and after their last reader. At start it clears away what earlier runs staged and never published.
/// </summary>
/// <remarks>
/// Files are emptied before the rows go: a crash in between repeats the emptying, which does no harm, instead of losing track of space.
/// </remarks>
internal sealed class Reclaimer : IAsyncDisposable
{
    /// <summary>Between finding a version and opening its bytes nothing holds them but this.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private const int MostAtOnce = 256;
    private static readonly long GraceMilliseconds = (long)Grace.TotalMilliseconds;

    private readonly LedgerDatabase _ledger;
    private readonly SegmentFolder _folder;
    private readonly ReaderPins _pins;
    private readonly StoreState _state;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _wake = new(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly long _openedAt;
    private readonly Task _loop;
    private TaskCompletionSource _passed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Reclaimer(LedgerDatabase ledger, SegmentFolder folder, ReaderPins pins, StoreState state, TimeProvider time)
    {
        (_ledger, _folder, _pins, _state, _time) = (ledger, folder, pins, state, time);
        _openedAt = time.GetUtcNow().ToUnixTimeMilliseconds();
        Tidied = Task.Run(TidyAsync);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Ends when earlier runs' leftovers are gone.</summary>
    public Task Tidied { get; }

    /// <summary>Ends with the next pass over what is freed.</summary>
    public Task NextPass => _passed.Task;

    /// <summary>Something was freed, or a reader left.</summary>
    public void Wake()
    {
        if (_wake.CurrentCount == 0)
        {
            _wake.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await Task.WhenAll(Tidied, _loop);
        }
        catch (OperationCanceledException)
        {
        }

        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (true)
        {
            await _wake.WaitAsync(_stop.Token);
            while (await PassAsync() is { } wait)
            {
                await Task.Delay(wait, _time, _stop.Token);
            }
        }
    }

    private async Task<TimeSpan?> PassAsync()
    {
        var wait = await ReclaimDueAsync();
        Interlocked.Exchange(ref _passed, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        return wait;
    }

    /// <summary>One pass over what is due. Returns how long until more is, or null when nothing is waiting for time.</summary>
    private async Task<TimeSpan?> ReclaimDueAsync()
    {
        for (long after = 0; ;)
        {
            var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
            var batch = _ledger.Read(connection => ReadFreed(connection, after));
            var emptied = batch.FindAll(freed => IsDue(freed, now) && TryEmpty(freed));
            if (emptied.Count > 0)
            {
                await DropRowsAsync(emptied);
            }

            if (batch.Find(freed => !IsDue(freed, now)) is { } next)
            {
                return TimeSpan.FromMilliseconds(Math.Clamp(next.At + GraceMilliseconds - now, 1, GraceMilliseconds));
            }

            if (batch.Count < MostAtOnce)
            {
                return null;
            }

            after = batch[^1].Id;
        }
    }

    // What an earlier run freed has no reader left.
    private bool IsDue(Freed freed, long now) => freed.At < _openedAt || freed.At + GraceMilliseconds <= now;

    private bool TryEmpty(Freed freed)
    {
        if (!_pins.TryCondemn(freed.Content))
        {
            return false;
        }

        try
        {
            foreach (var piece in freed.Pieces)
            {
                switch (piece.Kind)
                {
                    case PieceKind.Own:
                        _folder.Delete(piece.Number);
                        break;
                    case PieceKind.Shared:
                        _folder.Punch(piece.Number, piece.Start, SegmentFolder.Blocks(piece.Length));
                        break;
                }
            }

            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The row stays, so the next pass tries again.
            _pins.Forget(freed.Content);
            return false;
        }
    }

    private async Task DropRowsAsync(List<Freed> emptied)
    {
        try
        {
            var unused = await _ledger.CommitAsync(
                transaction =>
                {
                    var segments = new HashSet<long>();
                    foreach (var freed in emptied)
                    {
                        DropRows(transaction, freed, segments);
                    }

                    segments.RemoveWhere(segment => _folder.IsOpen(segment) || HasExtents(transaction.Connection, segment));
                    return segments;
                },
                CancellationToken.None);
            foreach (var segment in unused)
            {
                _folder.Delete(segment);
            }
        }
        catch (LedgerException)
        {
            // The rows stay (a full disk, say): the next pass empties and drops them again.
        }
        finally
        {
            foreach (var freed in emptied)
            {
                _pins.Forget(freed.Content);
            }
        }
    }

    private static void DropRows(LedgerTransaction transaction, Freed freed, HashSet<long> segments)
    {
        foreach (var piece in freed.Pieces)
        {
            if (piece.Kind == PieceKind.Body)
            {
                using var body = transaction.Prepare("DELETE FROM body WHERE id = ?");
                body.Bind(1, piece.Number).Run();
                continue;
            }

            using var extent = transaction.Prepare("DELETE FROM extent WHERE segment = ? AND start = ?");
            extent.Bind(1, piece.Number).Bind(2, piece.Start).Run();
            if (piece.Kind == PieceKind.Shared)
            {
                segments.Add(piece.Number);
            }
        }

        using var row = transaction.Prepare("DELETE FROM freed WHERE id = ?");
        row.Bind(1, freed.Id).Run();
    }

    /// <summary>Clears away what earlier runs staged and never published: everything in their segments that has no extent.</summary>
    private async Task TidyAsync()
    {
        for (var epoch = _state.TidyEpoch + 1; epoch < _state.Epoch; epoch++)
        {
            try
            {
                foreach (var segment in _folder.SegmentsOf(epoch))
                {
                    _stop.Token.ThrowIfCancellationRequested();
                    Tidy(segment);
                }

                _folder.DeleteFolderIfEmpty(epoch);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // The next start tries again from here.
                return;
            }
        }

        if (_state.TidyEpoch < _state.Epoch - 1)
        {
            await _ledger.CommitAsync(
                transaction =>
                {
                    StoreSchema.MarkTidy(transaction, _state.Epoch - 1);
                    return true;
                },
                _stop.Token);
        }
    }

    private void Tidy(long segment)
    {
        var used = _ledger.Read(connection => ReadExtents(connection, segment));
        if (used.Count == 0)
        {
            _folder.Delete(segment);
            return;
        }

        long free = 0;
        foreach (var (start, length) in used)
        {
            if (start > free)
            {
                _folder.Punch(segment, free, start - free);
            }

            free = start + SegmentFolder.Blocks(length);
        }

        var end = _folder.Length(segment);
        if (end > free)
        {
            _folder.Punch(segment, free, end - free);
        }
    }

    private static List<Freed> ReadFreed(LedgerConnection connection, long after)
    {
        using var statement = connection.Prepare("SELECT id, content, at, pieces FROM freed WHERE id > ? ORDER BY id LIMIT ?");
        statement.Bind(1, after).Bind(2, MostAtOnce);
        var rows = new List<Freed>();
        while (statement.Step())
        {
            rows.Add(new Freed(statement.Int64(0), statement.Int64(1), statement.Int64(2), PieceList.Decode(statement.Blob(3))));
        }

        return rows;
    }

    private static List<(long Start, long Length)> ReadExtents(LedgerConnection connection, long segment)
    {
        using var statement = connection.Prepare("SELECT start, length FROM extent WHERE segment = ? ORDER BY start");
        statement.Bind(1, segment);
        var rows = new List<(long, long)>();
        while (statement.Step())
        {
            rows.Add((statement.Int64(0), statement.Int64(1)));
        }

        return rows;
    }

    private static bool HasExtents(LedgerConnection connection, long segment)
    {
        using var statement = connection.Prepare("SELECT 1 FROM extent WHERE segment = ? LIMIT 1");
        return statement.Bind(1, segment).Step();
    }

    private sealed record Freed(long Id, long Content, long At, Piece[] Pieces);
}
