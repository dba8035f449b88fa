using Headrace.Ledger;
using Microsoft.Extensions.Logging;

namespace Headrace.Events.Dispatch;

/// <summary>Takes ended events off the queue. While one commit is under way the next ones gather, so that a busy queue pays one fsync for many.</summary>
internal sealed partial class Retirements(LedgerDatabase ledger, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private List<(Action<LedgerTransaction> Change, TaskCompletionSource Done)> _gathered = [];
    private bool _isCommitting;

    /// <summary>Returns once the change is on disk. A disk that cannot take it is asked again until it does: the invocation has ended and must not be forgotten.</summary>
    public Task RetireAsync(Action<LedgerTransaction> change)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _gathered.Add((change, done));
            if (_isCommitting)
            {
                return done.Task;
            }

            _isCommitting = true;
        }

        _ = CommitGatheredAsync();
        return done.Task;
    }

    private async Task CommitGatheredAsync()
    {
        while (true)
        {
            List<(Action<LedgerTransaction> Change, TaskCompletionSource Done)> batch;
            lock (_gate)
            {
                if (_gathered.Count == 0)
                {
                    _isCommitting = false;
                    return;
                }

                (batch, _gathered) = (_gathered, []);
            }

            await CommitAsync(batch);
        }
    }

    private async Task CommitAsync(List<(Action<LedgerTransaction> Change, TaskCompletionSource Done)> batch)
    {
        while (true)
        {
            try
            {
                await ledger.CommitAsync(
                    transaction =>
                    {
                        batch.ForEach(retirement => retirement.Change(transaction));
                        return true;
                    },
                    CancellationToken.None);
                batch.ForEach(retirement => retirement.Done.SetResult());
                return;
            }
            catch (Exception failure) when (failure is LedgerException or IOException)
            {
                LogCommitFailed(logger, failure, batch.Count);
                await Task.Delay(PauseAfterFailure, time);
            }
#pragma warning disable CA1031 // Whatever else it is (the ledger is closed): those who wait must hear of it.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                batch.ForEach(retirement => retirement.Done.SetException(failure));
                return;
            }
        }
    }

    [LoggerMessage(3001, LogLevel.Error, "{Count} ended events could not be taken off the queue; trying again")]
    private static partial void LogCommitFailed(ILogger logger, Exception failure, int count);
}
