namespace Headrace.Functions.Environments;

/// <summary>Where the kernel's cpu controller is, and the engine's own group in it.</summary>
/// <param name="IsUnified">cgroup v2; else v1.</param>
/// <param name="Mount">The hierarchy's folder.</param>
/// <param name="Own">The engine's group: <paramref name="Mount"/> or a folder below it.</param>
internal sealed record CpuHierarchy(bool IsUnified, string Mount, string Own)
{
    private const string Controller = "cpu";

    public string Name => IsUnified ? "cgroup v2" : "cgroup v1";

    /// <param name="mounts">Lines of /proc/self/mountinfo (proc(5)): <c>32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu</c>.</param>
    /// <param name="groups">Lines of /proc/self/cgroup (cgroups(7)): <c>1:cpu:/path</c>, or <c>0::/path</c> of v2.</param>
    /// <returns>Null when no hierarchy is mounted that could have the controller.</returns>
    public static CpuHierarchy? Find(IEnumerable<string> mounts, IEnumerable<string> groups)
    {
        CpuHierarchy? unified = null;
        var own = groups.Select(line => line.Split(':', 3)).Where(fields => fields.Length == 3).ToList();
        foreach (var mount in mounts.Select(line => line.Split(' ')))
        {
            var separator = Array.IndexOf(mount, "-");
            if (separator < 5 || mount.Length < separator + 4)
            {
                continue;
            }

            var (root, folder, type, options) = (mount[3], mount[4], mount[separator + 1], mount[separator + 3]);
            if (type == "cgroup" && options.Split(',').Contains(Controller))
            {
                // A controller is in one hierarchy only: where v1 has it, v2 has not.
                return new CpuHierarchy(false, folder, Below(folder, root, own.Find(fields => fields[1].Split(',').Contains(Controller))?[2]));
            }

            if (type == "cgroup2")
            {
                unified ??= new CpuHierarchy(true, folder, Below(folder, root, own.Find(fields => fields[0] == "0")?[2]));
            }
        }

        return unified;
    }

    /// <summary>A container may see a part of the hierarchy only: what is mounted is then the group <paramref name="root"/>.</summary>
    private static string Below(string mount, string root, string? group)
    {
        var path = group is null || group.Contains("/..", StringComparison.Ordinal) ? ""
            : root == "/" ? group
            : group == root || group.StartsWith(root + "/", StringComparison.Ordinal) ? group[root.Length..]
            : "";
        return mount + path.TrimEnd('/');
    }
}
