namespace Headrace.Telemetry.Logs;

/// <summary>Hears which streams of a group have grown. What it has not looked at yet is a set of names, so it is bounded by their number.</summary>
internal sealed class LogFollower(string group)
{
    private readonly Lock _lock = new();
    private HashSet<string> _grown = [];
    private TaskCompletionSource _signal = New();

    public string Group { get; } = group;

    public void Touch(string stream)
    {
        lock (_lock)
        {
            if (_grown.Add(stream))
            {
                _signal.TrySetResult();
            }
        }
    }

    /// <summary>Waits until a stream has grown and says which have.</summary>
    public async Task<IReadOnlyCollection<string>> WaitAsync(CancellationToken cancellationToken)
    {
        await _signal.Task.WaitAsync(cancellationToken);
        lock (_lock)
        {
            var grown = _grown;
            _grown = [];
            _signal = New();
            return grown;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
