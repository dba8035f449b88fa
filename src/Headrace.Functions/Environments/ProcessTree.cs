using System.ComponentModel;
using System.Globalization;
using System.IO.Enumeration;

namespace Headrace.Functions.Environments;

/// <summary>The processes of one environment, as /proc shows them.</summary>
/// <remarks>
/// In a sandbox they are all of its process namespace: bwrap's child is that namespace's first process, and the /proc it sees lists
/// just them. Without one they are the process and its descendants.
/// </remarks>
internal sealed class ProcessTree(int root, bool isConfined)
{
    private string? _namespaceView;

    /// <summary>Folders like <c>/proc/PID</c>; empty when all is over.</summary>
    public IReadOnlyList<string> Processes()
    {
        try
        {
            if (!isConfined)
            {
                List<string> found = [];
                AddDescendants(root, found);
                return found;
            }

            if (_namespaceView is null && ChildrenOf($"/proc/{root}") is [var first, ..])
            {
                var view = $"/proc/{first}/root/proc";

                // Before bwrap has set it up, "root" is the machine's own and its /proc shows bwrap itself as our child.
                if (Directory.Exists(view) && ParentOf($"{view}/{root}") != Environment.ProcessId)
                {
                    _namespaceView = view;
                }
            }

            return _namespaceView is null ? [] : [.. ProcessesIn(_namespaceView)];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The process and its descendants, by the engine's own numbers.</summary>
    public IReadOnlyList<int> Descendants()
    {
        List<string> found = [];
        try
        {
            AddDescendants(root, found);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // What was found so far.
        }

        return [.. found.Select(path => int.Parse(path.AsSpan("/proc/".Length), CultureInfo.InvariantCulture))];
    }

    /// <summary>Kills the sandbox's first process, and with it the kernel kills all others.</summary>
    /// <returns>False when bwrap has not made it yet, or it is gone.</returns>
    public bool KillNamespace()
    {
        try
        {
            if (ChildrenOf($"/proc/{root}") is not [var first, ..])
            {
                return false;
            }

            // Held before it is looked at again: the number may have passed to another process in between.
            using var handle = Libc.OpenProcess(first);
            if (ParentOf($"/proc/{first}") != root)
            {
                return false;
            }

            Libc.Signal(handle, Libc.SigKill);
            return true;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Whether one of the environment's processes holds the socket.</summary>
    public bool OwnsSocket(uint inode)
    {
        var wanted = string.Create(CultureInfo.InvariantCulture, $"socket:[{inode}]");
        foreach (var process in Processes())
        {
            try
            {
                foreach (var descriptor in Directory.EnumerateFileSystemEntries(process + "/fd"))
                {
                    if (File.ResolveLinkTarget(descriptor, returnFinalTarget: false) is { } target && target.Name == wanted)
                    {
                        return true;
                    }
                }
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // It ended while we looked, or it is bwrap's own.
            }
        }

        return false;
    }

    /// <summary>0 when there is no such process.</summary>
    private static int ParentOf(string process)
    {
        if (!File.Exists(process + "/stat"))
        {
            return 0;
        }

        // "pid (name, which may hold anything) state ppid …"
        var stat = File.ReadAllText(process + "/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    /// <summary>By their names alone: a look at each of the hundred other entries would cost more than all the rest.</summary>
    private static FileSystemEnumerable<string> ProcessesIn(string proc) =>
        new(proc, (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), new EnumerationOptions { AttributesToSkip = 0 })
        {
            ShouldIncludePredicate = static (ref FileSystemEntry entry) => char.IsAsciiDigit(entry.FileName[0]),
        };

    private static void AddDescendants(int process, List<string> found)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}");
        found.Add(path);
        foreach (var child in ChildrenOf(path))
        {
            AddDescendants(child, found);
        }
    }

    /// <summary>The kernel lists children under the thread that made them.</summary>
    private static List<int> ChildrenOf(string process)
    {
        List<int> children = [];
        foreach (var thread in Directory.EnumerateDirectories(process + "/task"))
        {
            foreach (var child in File.ReadAllText(thread + "/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                children.Add(int.Parse(child, CultureInfo.InvariantCulture));
            }
        }

        return children;
    }
}
