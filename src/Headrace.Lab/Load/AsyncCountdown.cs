namespace Headrace.Lab.Load;

/// <summary>Ends when everything that was begun has ended, and nothing more will begin.</summary>
internal sealed class AsyncCountdown
{
    private readonly TaskCompletionSource _zero = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _open = 1; // who begins things

    public Task Zero => _zero.Task;

    public void Begin() => Interlocked.Increment(ref _open);

    public void End()
    {
        if (Interlocked.Decrement(ref _open) == 0)
        {
            _zero.SetResult();
        }
    }
}
