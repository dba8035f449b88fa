using Microsoft.Win32.SafeHandles;

namespace Headrace.Functions.Environments;

/// <summary>A started process: its output, its end, and the means to end it.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly SafeFileHandle _process;
    private readonly TaskCompletionSource<ExitStatus> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ChildProcess(int pid, SafeFileHandle process, OutputPipe output)
    {
        Pid = pid;
        _process = process;
        Output = output;
    }

    public int Pid { get; }

    public OutputPipe Output { get; }

    /// <summary>Ends when the process has ended and what it had written was read.</summary>
    public Task<ExitStatus> Exited => _exited.Task;

    public void Signal(int signal)
    {
        // A reaped process has no one to signal; until then the handle is its own, whatever happens to the number.
        if (!_exited.Task.IsCompleted)
        {
            Libc.Signal(_process, signal);
        }
    }

    public void Kill() => Signal(Libc.SigKill);

    /// <summary>After its end only.</summary>
    public void Dispose() => _process.Dispose();

    internal SafeFileHandle Handle => _process;

    /// <summary>Called once by the process loop, when the process can be reaped.</summary>
    internal void Reap()
    {
        var status = Libc.Reap(_process);
        Output.DrainWhole();
        Output.Dispose();
        _exited.SetResult(status);
    }
}
