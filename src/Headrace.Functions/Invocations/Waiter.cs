using Headrace.Functions.Environments;

namespace Headrace.Functions.Invocations;

/// <summary>An invocation that has no environment yet.</summary>
/// <param name="since">A timestamp.</param>
internal sealed class Waiter(long since)
{
    // Not inline: who serves it holds the invoker's lock.
    private readonly TaskCompletionSource<ExecutionEnvironment> _environment = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Since { get; } = since;

    public Task<ExecutionEnvironment> Environment => _environment.Task;

    public void Serve(ExecutionEnvironment environment) => _environment.SetResult(environment);

    public void Fail(Exception failure) => _environment.TrySetException(failure);
}
