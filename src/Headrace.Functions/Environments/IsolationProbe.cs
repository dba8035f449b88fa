using Headrace.Telemetry.Logs;

namespace Headrace.Functions.Environments;

/// <summary>Tries out, once at start, which confinement works here, best first.</summary>
internal static class IsolationProbe
{
    private static readonly string[] ProgramFolders = ["/usr/bin", "/bin", "/usr/local/bin", "/usr/sbin"];
    private static readonly TimeSpan LongestTry = TimeSpan.FromSeconds(10);

    /// <param name="folder">A scratch folder of the engine.</param>
    /// <param name="useSandbox">False: a plain process, whatever is installed.</param>
    public static async Task<IsolationReport> RunAsync(ProcessLoop processes, string folder, bool useSandbox, TimeProvider time, CancellationToken cancellationToken)
    {
        List<string> remarks = [];
        var isRoot = Libc.EffectiveUser() == 0;
        var bwrap = Find("bwrap");
        var setpriv = Find("setpriv");
        var canMount = isRoot && TemporaryFolder.CanMount(Path.Combine(folder, "probe-mount"));
        if (!canMount)
        {
            remarks.Add(isRoot ? "This root may not mount: /tmp is a folder in which only single files are limited." : "Only root can mount a size-limited /tmp: it is a folder in which only single files are limited.");
        }

        if (useSandbox && bwrap is null)
        {
            remarks.Add("bwrap is not installed (Debian: apt install bubblewrap).");
        }

        if (useSandbox && bwrap is not null)
        {
            IsolationKind[] candidates = isRoot && setpriv is not null ? [IsolationKind.SandboxAndUser, IsolationKind.Sandbox] : [IsolationKind.Sandbox];
            foreach (var kind in candidates)
            {
                var candidate = new IsolationReport(kind, bwrap, setpriv, Memory, canMount, remarks);
                var failure = await TryAsync(processes, candidate, folder, time, cancellationToken);
                if (failure is null)
                {
                    return candidate;
                }

                remarks.Add($"bwrap does not work {(kind == IsolationKind.Sandbox ? "in a user namespace" : "with a user id of its own")} here: {failure}.");
            }
        }

        if (isRoot)
        {
            remarks.Add("Functions run as root: install bubblewrap.");
        }

        return new IsolationReport(IsolationKind.Process, null, setpriv, Memory, canMount, remarks);
    }

    private static string Memory => "watchdog on the process tree's resident memory, every 50 ms";

    private static async Task<string?> TryAsync(
        ProcessLoop processes, IsolationReport candidate, string folder, TimeProvider time, CancellationToken cancellationToken)
    {
        var scratch = Directory.CreateDirectory(Path.Combine(folder, $"probe-{candidate.Kind}")).FullName;
        var accounts = Path.Combine(scratch, "passwd");
        await File.WriteAllTextAsync(accounts, "", cancellationToken);
        using var log = new EnvironmentLog(LogStore.Open(Path.Combine(scratch, "logs"), time).OpenStream("probe", "probe"));
        var folders = new EnvironmentFolders(scratch, null, null, null, scratch);
        var sandbox = new Sandbox(candidate);
        using var input = ShellVariables.Open([]);
        using var child = await processes.StartAsync(sandbox.Command(["/bin/sh", "-c", "exit 42"], folders, accounts, slot: 0, ephemeralStorage: 512), [], input, log);
        try
        {
            var status = await child.Exited.WaitAsync(LongestTry, time, cancellationToken);
            return status.Code == 42 ? null : status.Reason;
        }
        catch (TimeoutException)
        {
            child.Kill();
            await child.Exited;
            return "it hangs";
        }
    }

    private static string? Find(string program) =>
        ProgramFolders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
