namespace Headrace.Telemetry.Logs;

/// <summary>Frees, every hour, the disk space of events that their groups' retention has let go.</summary>
public sealed class LogRetention : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>What one round frees at most: a sweep shall not stand in the way of what the engine is there for.</summary>
    private const int MostFiles = 10_000;

    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _sweeping;

    private LogRetention(LogStore logs, TimeProvider time) => _sweeping = SweepRegularlyAsync(logs, time, _stopping.Token);

    public static LogRetention Start(LogStore logs, TimeProvider time) => new(logs, time);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _sweeping;
        _stopping.Dispose();
    }

    private static async Task SweepRegularlyAsync(LogStore logs, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                try
                {
                    logs.Sweep(MostFiles, cancellationToken);
                }
                catch (IOException)
                {
                    // A full disk, for example. Nothing is lost and the next round tries again.
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
