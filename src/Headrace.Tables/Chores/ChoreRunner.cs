using System.Threading.Channels;
using Headrace.Ledger;
using Headrace.Tables.Storage;

namespace Headrace.Tables.Chores;

/// <summary>Does what a request does not wait for: fills new indexes, clears deleted tables, deletes expired items, forgets old transactions.</summary>
/// <remarks>Each step is one short piece of work among those of the requests, so no request waits for more than one.</remarks>
internal sealed class ChoreRunner : IAsyncDisposable
{
    /// <summary>How often expired items are looked for.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly LedgerDatabase _ledger;
    private readonly TableCatalog _catalog;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ITimer _timer;
    private readonly Task _running;

    public ChoreRunner(LedgerDatabase ledger, TableCatalog catalog, TimeProvider time)
    {
        (_ledger, _catalog, _time) = (ledger, catalog, time);
        _timer = time.CreateTimer(_ => Wake(), null, TimeSpan.Zero, Period);
        _running = RunAsync();
    }

    public void Wake() => _wakes.Writer.TryWrite(true);

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        await _stopping.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // As asked: what was not done is done after the next start.
        }

        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (await _wakes.Reader.WaitToReadAsync(_stopping.Token))
        {
            _wakes.Reader.TryRead(out _);
            try
            {
                while (await StepAsync())
                {
                }
            }
            catch (LedgerException)
            {
                // A full disk, say: it is tried again with the next turn, and requests tell of it.
            }
        }
    }

    /// <summary>False when there is nothing to do for now.</summary>
    private async Task<bool> StepAsync()
    {
        var chore = _ledger.Read(ChoreTable.First);
        if (chore is not null)
        {
            await _ledger.CommitAsync(transaction => ChoreStep.Do(transaction, _catalog, chore), _stopping.Token);
            return true;
        }

        var now = _time.GetUtcNow();
        var hasMore = false;
        foreach (var table in _catalog.All.Where(static table => table.Definition.TimeToLive is not null))
        {
            if (_ledger.Read(connection => ExpirySweep.IsDue(connection, table, now)))
            {
                hasMore |= await _ledger.CommitAsync(transaction => ExpirySweep.Do(transaction, table, now), _stopping.Token);
            }
        }

        if (_ledger.Read(connection => TransactionTokens.AnyBefore(connection, now)))
        {
            hasMore |= await _ledger.CommitAsync(transaction => TransactionTokens.Forget(transaction, now), _stopping.Token);
        }

        return hasMore;
    }
}
