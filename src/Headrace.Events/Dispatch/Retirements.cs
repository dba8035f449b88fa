using Headrace.Ledger;
using Microsoft.Extensions.Logging;

namespace Headrace.Events.Dispatch;

/// <summary>Takes ended events off the queue.</summary>
internal sealed partial class Retirements(LedgerDatabase ledger, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>Returns once the change is on disk. A disk that cannot take it is asked again until it does: the invocation has ended and must not be forgotten.</summary>
    /// <param name="isPatient">Nothing follows from it: a busy queue pays one fsync for many.</param>
    public async Task RetireAsync(Action<LedgerTransaction> change, bool isPatient)
    {
        while (true)
        {
            try
            {
                await ledger.CommitAsync(
                    transaction =>
                    {
                        change(transaction);
                        return true;
                    },
                    CancellationToken.None,
                    isPatient: isPatient);
                return;
            }
            catch (Exception failure) when (failure is LedgerException or IOException)
            {
                LogCommitFailed(logger, failure);
                await Task.Delay(PauseAfterFailure, time);
            }
        }
    }

    [LoggerMessage(3001, LogLevel.Error, "An ended event could not be taken off the queue; trying again")]
    private static partial void LogCommitFailed(ILogger logger, Exception failure);
}
