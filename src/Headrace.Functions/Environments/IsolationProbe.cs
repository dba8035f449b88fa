using Headrace.Telemetry.Logs;

namespace Headrace.Functions.Environments;

/// <summary>Tries out, once at start, which confinement works here, best first.</summary>
/// <param name="folder">A scratch folder of the engine.</param>
internal sealed class IsolationProbe(ProcessLoop processes, string folder, SystemConfiguration configuration, TimeProvider time)
{
    private const string Memory = "watchdog on the resident memory of all its processes, every 50 ms";

    private static readonly string[] ProgramFolders = ["/usr/bin", "/bin", "/usr/local/bin", "/usr/sbin"];
    private static readonly TimeSpan LongestTry = TimeSpan.FromSeconds(10);

    /// <param name="useSandbox">False: a plain process, whatever is installed.</param>
    /// <param name="canMount">Whether the engine may mount.</param>
    public async Task<IsolationReport> RunAsync(bool useSandbox, bool canMount, CancellationToken cancellationToken)
    {
        List<string> remarks = [];
        var isRoot = Libc.EffectiveUser() == 0;
        var bwrap = Find("bwrap");
        var setpriv = Find("setpriv");
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
                var failure = await TryAsync(candidate, cancellationToken);
                if (failure is null)
                {
                    return candidate;
                }

                remarks.Add($"bwrap does not work {(kind == IsolationKind.Sandbox ? "in a user namespace" : "with a user id of its own")} here: {failure}.");
            }
        }

        if (isRoot)
        {
            remarks.Add("Functions run as root.");
        }

        return new IsolationReport(IsolationKind.Process, null, setpriv, Memory, canMount, remarks);
    }

    /// <returns>Null when it works, else how it failed.</returns>
    private async Task<string?> TryAsync(IsolationReport candidate, CancellationToken cancellationToken)
    {
        const int expected = 42;
        var scratch = Directory.CreateDirectory(Path.Combine(folder, $"probe-{candidate.Kind}")).FullName;
        using var log = new EnvironmentLog(LogStore.Open(Path.Combine(scratch, "logs"), time).OpenStream("probe", "probe"));
        var folders = new EnvironmentFolders(scratch, null, null, null, scratch);
        using var input = ShellVariables.Open([]);
        var command = new Sandbox(candidate, configuration.Folder).Command(["/bin/sh", "-c", $"exit {expected}"], folders, slot: 0, ephemeralStorage: 512);
        using var child = await processes.StartAsync(command, [], input, log);
        try
        {
            var status = await child.Exited.WaitAsync(LongestTry, time, cancellationToken);
            return status.Code == expected ? null : status.Reason;
        }
        catch (TimeoutException)
        {
            child.Kill();
            await child.Exited;
            return "it hangs";
        }
    }

    private static string? Find(string program) => ProgramFolders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
