using System.Net;
using Headrace.Functions.RuntimeApi;

namespace Headrace.Functions.Environments;

/// <summary>One run of a runtime: its process and its conversation. An environment may have several, one after the other.</summary>
internal sealed class RuntimeProcess
{
    private static readonly TimeSpan LongestKill = TimeSpan.FromSeconds(2);

    private readonly ChildProcess _child;
    private readonly bool _isConfined;
    private readonly Task _ended;

    public RuntimeProcess(ChildProcess child, RuntimeSession session, bool isConfined)
    {
        _child = child;
        _isConfined = isConfined;
        Session = session;
        Tree = new ProcessTree(child.Pid, isConfined);
        _ended = FollowAsync();
    }

    public RuntimeSession Session { get; }

    public ProcessTree Tree { get; }

    public OutputPipe Output => _child.Output;

    /// <summary>Whether the other end of a connection is one of this environment's processes.</summary>
    public bool Owns(IPEndPoint peer, IPEndPoint local) => SocketOwner.InodeOf(peer, local) is { } inode && Tree.OwnsSocket(inode);

    /// <summary>Kills the whole process tree; the session then ends with how the process did.</summary>
    /// <remarks>
    /// The namespace's first process takes all others along, and bwrap outside reaps it before it ends itself. The other way round it
    /// would become a zombie of the machine's init, and not every container has one that reaps.
    /// </remarks>
    public void Kill()
    {
        if (_ended.IsCompleted || (_isConfined && Tree.KillNamespace()))
        {
            return;
        }

        foreach (var process in Tree.Descendants())
        {
            _ = Libc.Kill(process, Libc.SigKill);
        }

        _child.Kill();
    }

    /// <summary>Kills, and waits until nothing is left.</summary>
    public async Task StopAsync(TimeProvider time)
    {
        Kill();
        try
        {
            await _ended.WaitAsync(LongestKill, time);
        }
        catch (TimeoutException)
        {
            _child.Kill();
            await _ended;
        }
    }

    /// <summary>Asks with SIGTERM first, unless there is no time for that.</summary>
    public async Task StopAsync(TimeSpan grace, TimeProvider time)
    {
        if (grace <= TimeSpan.Zero)
        {
            await StopAsync(time);
            return;
        }

        foreach (var process in Tree.Descendants().Where(process => process != _child.Pid))
        {
            _ = Libc.Kill(process, Libc.SigTerm);
        }

        try
        {
            await _ended.WaitAsync(grace, time);
        }
        catch (TimeoutException)
        {
            await StopAsync(time);
        }
    }

    private async Task FollowAsync()
    {
        var status = await _child.Exited;
        Session.Close(new RuntimeAnswer(AnswerKind.Exited, ErrorType: status.IsSegmentationFault ? SegmentationFault : "Runtime.ExitError", Reason: status.Reason));
        _child.Dispose();
    }

    /// <summary>Recorded: AWS reports a segmentation fault as if the time had run out.</summary>
    public const string SegmentationFault = "Sandbox.Timedout";
}
