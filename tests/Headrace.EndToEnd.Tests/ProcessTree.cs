using System.Globalization;

namespace Headrace.EndToEnd.Tests;

/// <summary>Who descends from a process, by /proc.</summary>
internal static class ProcessTree
{
    public static IReadOnlyList<int> Below(int root)
    {
        var found = new List<int>();
        var open = new Queue<int>([root]);
        while (open.TryDequeue(out var parent))
        {
            foreach (var child in Children(parent))
            {
                found.Add(child);
                open.Enqueue(child);
            }
        }

        return found;
    }

    /// <summary>A zombie that nobody has waited for does not run any more.</summary>
    public static bool IsRunning(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static List<int> Children(int parent)
    {
        var children = new List<int>();
        try
        {
            foreach (var thread in Directory.EnumerateDirectories($"/proc/{parent}/task"))
            {
                var line = File.ReadAllText(Path.Combine(thread, "children"));
                children.AddRange(line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture)));
            }
        }
        catch (IOException)
        {
            // It ended while being read.
        }

        return children;
    }
}
