using System.Globalization;

namespace Headrace.Functions.Environments;

/// <summary>What stands where inside an environment. Real folders on the left of the sandbox, the paths AWS promises on its right.</summary>
/// <param name="Task">The unpacked code.</param>
/// <param name="Layers">The merged layers, or null.</param>
/// <param name="Runtime">The bootstrap of a managed runtime, or null.</param>
/// <param name="Language">An interpreter's prefix that is not below /usr, or null.</param>
/// <param name="Temporary">The environment's /tmp.</param>
internal sealed record EnvironmentFolders(string Task, string? Layers, string? Runtime, string? Language, string Temporary);

/// <summary>Turns a runtime's command line into one that runs it confined: by bwrap where it works, else as a plain process.</summary>
/// <remarks>
/// bwrap starts with no variable of the function in its environment, and so does everything that runs before the user id is dropped: a
/// function's LD_PRELOAD must not reach a program that still has rights. The variables come as a shell script on stdin and are set last.
/// </remarks>
internal sealed class Sandbox
{
    /// <summary>No account, container range or dynamic user of systemd uses the ids from here on (systemd.io/UIDS-GIDS).</summary>
    private const uint FirstUser = 0x7000_0000;

    private const string ShellPath = "/bin/sh";

    /// <summary>When the machine itself runs out of memory, functions go first.</summary>
    private const string FirstToGo = "echo 1000 2>/dev/null >/proc/self/oom_score_adj; ";

    /// <summary>dash counts processes with -p, bash with -u. 1,024 descriptors and 1,024 processes are Lambda's limits.</summary>
    private const string Limits = "ulimit -n 1024; ulimit -p 1024 2>/dev/null || ulimit -u 1024 2>/dev/null; ";
    private const string Enter = "exec \"$@\" </dev/null";

    private static readonly string[] SystemFolders = ["bin", "sbin", "lib", "lib32", "lib64", "libx32"];

    private readonly string[] _common;

    /// <param name="configuration">Becomes /etc.</param>
    public Sandbox(IsolationReport isolation, string configuration)
    {
        Isolation = isolation;
        _common = isolation.Kind == IsolationKind.Process ? [] : CommonArguments(isolation, configuration);
    }

    public IsolationReport Isolation { get; }

    public bool IsConfined => Isolation.Kind != IsolationKind.Process;

    /// <summary>The user an environment runs as, or null where it runs as the engine's own.</summary>
    public uint? UserOf(int slot) => Isolation.Kind == IsolationKind.SandboxAndUser ? FirstUser + (uint)slot : null;

    /// <summary>The folders as the function sees them.</summary>
    public EnvironmentFolders Inside(EnvironmentFolders real) => IsConfined
        ? new EnvironmentFolders("/var/task", "/opt", "/var/runtime", "/var/lang", "/tmp")
        : real with { Layers = real.Layers ?? "/opt", Runtime = real.Runtime ?? "/var/runtime", Language = real.Language ?? "/var/lang" };

    /// <param name="command">The runtime's command line, in the paths of <see cref="Inside"/>.</param>
    /// <param name="ephemeralStorage">MB of /tmp. Where it is no mount of that size, at least no file in it may be larger.</param>
    public IReadOnlyList<string> Command(IReadOnlyList<string> command, EnvironmentFolders real, int slot, int ephemeralStorage)
    {
        List<string> arguments = [];
        var enter = $". /dev/stdin; {FirstToGo}{Limits}{(Isolation.CanMount ? "" : $"ulimit -f {ephemeralStorage * 2048}; ")}{Enter}";
        if (IsConfined)
        {
            arguments.AddRange(_common);
            arguments.AddRange(["--bind", real.Temporary, "/tmp", "--ro-bind", real.Task, "/var/task"]);
            AddReadOnly(arguments, real.Layers, "/opt");
            AddReadOnly(arguments, real.Runtime, "/var/runtime");
            AddReadOnly(arguments, real.Language, "/var/lang");
            arguments.AddRange(["--remount-ro", "/", "--chdir", "/var/task"]);
            if (UserOf(slot) is { } user)
            {
                var id = user.ToString(CultureInfo.InvariantCulture);
                arguments.AddRange(["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--", Isolation.Setpriv!]);
                arguments.AddRange([$"--reuid={id}", $"--regid={id}", "--clear-groups", "--inh-caps=-all", "--"]);
            }
            else
            {
                arguments.AddRange(["--unshare-user", "--uid", "993", "--gid", "990", "--"]);
            }

            arguments.AddRange([ShellPath, "-c", enter, "sh", .. command]);
            return arguments;
        }

        if (Isolation.Setpriv is { } setpriv)
        {
            arguments.AddRange([setpriv, "--pdeathsig", "KILL", "--no-new-privs", "--"]);
        }

        arguments.AddRange([ShellPath, "-c", $"cd \"$1\" && shift; {enter}", "sh", real.Task, .. command]);
        return arguments;
    }

    private static void AddReadOnly(List<string> arguments, string? real, string inside)
    {
        if (real is not null)
        {
            arguments.AddRange(["--ro-bind", real, inside]);
        }
    }

    private static string[] CommonArguments(IsolationReport isolation, string configuration)
    {
        List<string> arguments =
        [
            isolation.Bwrap!, "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try", "--hostname", "localhost",
            "--die-with-parent", "--new-session", "--ro-bind", "/usr", "/usr",
        ];
        foreach (var folder in SystemFolders)
        {
            var path = $"/{folder}";
            if (new DirectoryInfo(path).LinkTarget is { } target)
            {
                arguments.AddRange(["--symlink", target.TrimStart('/'), path]);
            }
            else if (Directory.Exists(path))
            {
                arguments.AddRange(["--ro-bind", path, path]);
            }
        }

        // bwrap makes the parents of mount points for their owner only: name them first.
        foreach (var folder in (string[])["/var", "/var/task", "/var/runtime", "/var/lang", "/opt", "/tmp"])
        {
            arguments.AddRange(["--perms", "0755", "--dir", folder]);
        }

        arguments.AddRange(["--ro-bind", configuration, "/etc", "--proc", "/proc", "--dev", "/dev"]);
        return [.. arguments];
    }
}
