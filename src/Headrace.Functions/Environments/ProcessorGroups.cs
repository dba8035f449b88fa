using System.Globalization;

namespace Headrace.Functions.Environments;

/// <summary>
/// A control group for each environment, below one of the engine's own, <c>headrace-PID-N</c>, which is below the group that the engine was started in: what limits the
/// engine limits its functions too.
/// </summary>
internal sealed class ProcessorGroups
{
    /// <summary>The kernel's file that lists a group's processes; a process whose number is written to it joins.</summary>
    public const string Processes = "cgroup.procs";

    private const string Prefix = "headrace-";
    private const string Children = "cgroup.subtree_control";

    private static readonly string Self = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
    private static int _engines;

    private readonly CpuHierarchy _hierarchy;
    private readonly string _parent;
    private readonly double _most;
    private bool _hasMoved;

    private ProcessorGroups(CpuHierarchy hierarchy)
    {
        _hierarchy = hierarchy;
        _parent = Path.Combine(hierarchy.Own, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Self}-{Interlocked.Increment(ref _engines)}"));
        _most = Most(hierarchy);
    }

    /// <summary>What works here, in a few words.</summary>
    public string Summary => $"{_hierarchy.Name}, below {_hierarchy.Own}";

    /// <summary>Removes what killed engines left, and tries out a group.</summary>
    /// <exception cref="ProcessorShareException">Processors cannot be shared out here.</exception>
    public static ProcessorGroups Open()
    {
        var hierarchy = CpuHierarchy.Find(File.ReadLines("/proc/self/mountinfo"), File.ReadLines("/proc/self/cgroup"))
            ?? throw new ProcessorShareException("no cgroup hierarchy with the cpu controller is mounted");
        Sweep(hierarchy.Own);
        var groups = new ProcessorGroups(hierarchy);
        try
        {
            groups.Prepare();
            var trial = groups.Create("trial", int.MaxValue);
            trial.Limit();
            TryRemove(trial.Path);
            return groups;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ProcessorShareException)
        {
            groups.Close();
            throw failure as ProcessorShareException ?? new ProcessorShareException($"{hierarchy.Name} below {hierarchy.Own}: {failure.Message}", failure);
        }
    }

    /// <param name="name">One that no other group has now.</param>
    /// <param name="megabytes">The function's MemorySize.</param>
    /// <exception cref="IOException">Or <see cref="UnauthorizedAccessException"/>: it cannot be made.</exception>
    public ProcessorGroup Create(string name, int megabytes) =>
        new(Directory.CreateDirectory(Path.Combine(_parent, name)).FullName, _hierarchy.IsUnified, ProcessorShare.QuotaMicroseconds(megabytes, _most));

    /// <summary>After its environments are gone.</summary>
    public void Close()
    {
        try
        {
            if (_hasMoved)
            {
                File.WriteAllText(Path.Combine(_parent, Children), "-cpu");
                File.WriteAllText(Path.Combine(_hierarchy.Own, Children), "-cpu");
                Enter(_hierarchy.Own);
            }
        }
        catch (Exception stays) when (stays is IOException or UnauthorizedAccessException)
        {
            // The next engine that starts here removes what is left.
        }

        RemoveTree(_parent);
    }

    /// <returns>False: a process is in it still, or it cannot be removed at all.</returns>
    public static bool TryRemove(string group)
    {
        try
        {
            Directory.Delete(group);
            return true;
        }
        catch (Exception stays) when (stays is IOException or UnauthorizedAccessException)
        {
            return !Directory.Exists(group);
        }
    }

    /// <summary>Groups of engines that are no more: theirs by name, and no process has that number.</summary>
    private static void Sweep(string own)
    {
        foreach (var group in Directory.Exists(own) ? Directory.GetDirectories(own, Prefix + "*") : [])
        {
            if (Path.GetFileName(group)[Prefix.Length..].Split('-') is [var process, var number] && uint.TryParse(process, out _) && uint.TryParse(number, out _) && !Directory.Exists($"/proc/{process}"))
            {
                RemoveTree(group);
            }
        }
    }

    private static void RemoveTree(string group)
    {
        foreach (var child in Directory.Exists(group) ? Directory.GetDirectories(group) : [])
        {
            TryRemove(child);
        }

        TryRemove(group);
    }

    /// <summary>The processors that the engine's group and those above it may use.</summary>
    private static double Most(CpuHierarchy hierarchy)
    {
        var most = (double)Environment.ProcessorCount;
        for (var group = hierarchy.Own; group.StartsWith(hierarchy.Mount, StringComparison.Ordinal); group = Path.GetDirectoryName(group)!)
        {
            string[] limit = hierarchy.IsUnified ? Read(group, "cpu.max").Split(' ') : [Read(group, "cpu.cfs_quota_us"), Read(group, "cpu.cfs_period_us")];
            if (limit is [var quota, var period] && double.TryParse(quota, CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0)
            {
                most = Math.Min(most, microseconds / double.Parse(period, CultureInfo.InvariantCulture));
            }
        }

        return most;
    }

    /// <summary>Empty where there is no such file: the topmost group of v2 has no limit.</summary>
    private static string Read(string group, string file) => Path.Combine(group, file) is var path && File.Exists(path) ? File.ReadAllText(path).Trim() : "";

    private static void Enter(string group) => File.WriteAllText(Path.Combine(group, Processes), Self);

    private void Prepare()
    {
        var own = _hierarchy.Own;
        if (_hierarchy.IsUnified && !Read(own, "cgroup.controllers").Split(' ').Contains("cpu"))
        {
            throw new ProcessorShareException($"the cpu controller is not delegated to {own} (systemd: systemd-run --scope -p Delegate=yes, with --user for a user's own)");
        }

        Directory.CreateDirectory(_parent);
        if (!_hierarchy.IsUnified)
        {
            return;
        }

        if (!Read(own, Children).Split(' ').Contains("cpu"))
        {
            // In v2 a group whose children are controlled holds no process itself (cgroup-v2, "No Internal Process Constraint"): the engine makes room.
            Enter(Directory.CreateDirectory(Path.Combine(_parent, "engine")).FullName);
            _hasMoved = true;
            if (Read(own, Processes).Length > 0)
            {
                throw new ProcessorShareException($"other processes are in the engine's cgroup {own}: start it in one of its own (systemd: systemd-run --scope -p Delegate=yes, with --user for a user's own)");
            }

            File.WriteAllText(Path.Combine(own, Children), "+cpu");
        }

        File.WriteAllText(Path.Combine(_parent, Children), "+cpu");
    }
}
