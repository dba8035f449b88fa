using System.Collections.Concurrent;

namespace Headrace.Functions.Environments;

/// <summary>Looks at the memory of every environment that works, and ends those that outgrow their cap.</summary>
/// <remarks>
/// An address-space limit (RLIMIT_AS) would refuse runtimes that reserve more than they use, so what counts is what is resident and no
/// file's. Looking costs about a tenth of a millisecond an environment; it never takes more than a tenth of one processor.
/// </remarks>
internal sealed class MemoryWatchdog : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<ExecutionEnvironment, bool> _environments = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TimeProvider _time;
    private readonly Task _loop;

    public MemoryWatchdog(TimeProvider time)
    {
        _time = time;
        _loop = WatchAsync(_stopping.Token);
    }

    public void Add(ExecutionEnvironment environment) => _environments[environment] = true;

    public void Remove(ExecutionEnvironment environment) => _environments.TryRemove(environment, out _);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loop;
        _stopping.Dispose();
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var pause = Interval;
        while (true)
        {
            try
            {
                await Task.Delay(pause, _time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            var begun = _time.GetTimestamp();
            foreach (var (environment, _) in _environments)
            {
                if (environment.IsWorking)
                {
                    environment.CheckMemory();
                }
            }

            var needed = 10 * _time.GetElapsedTime(begun);
            pause = needed > Interval ? needed : Interval;
        }
    }
}
