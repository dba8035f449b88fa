namespace Headrace.Functions.Environments;

public enum IsolationKind
{
    /// <summary>bwrap, and a user id of its own for every environment.</summary>
    SandboxAndUser,

    /// <summary>bwrap in a user namespace; outside it the function has the engine's user id.</summary>
    Sandbox,

    /// <summary>A process in its own folder, with the engine's rights.</summary>
    Process,
}

/// <summary>What confines the functions on this machine: what <c>doctor</c> tells.</summary>
/// <param name="Bwrap">bwrap's path, or null.</param>
/// <param name="Setpriv">setpriv's path, or null.</param>
/// <param name="Memory">How the memory cap is enforced.</param>
/// <param name="CanMount">Whether /tmp is a mount of its own, limited to EphemeralStorage.</param>
/// <param name="Remarks">Why it is not better, in sentences; empty when nothing is missing.</param>
public sealed record IsolationReport(
    IsolationKind Kind, string? Bwrap, string? Setpriv, string Memory, bool CanMount, IReadOnlyList<string> Remarks)
{
    /// <summary>How /tmp is limited.</summary>
    public string Temporary => CanMount ? "a tmpfs of EphemeralStorage" : "a folder on disk; no file in it may be larger than EphemeralStorage";

    /// <summary>One sentence.</summary>
    public string Summary => Kind switch
    {
        IsolationKind.SandboxAndUser => "bwrap: own file system view, processes, IPC and host name, and a user id per environment",
        IsolationKind.Sandbox => "bwrap: own file system view, processes, IPC and host name, in a user namespace",
        _ => "none: function processes run in folders of their own with the engine's rights",
    };
}
