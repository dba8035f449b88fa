using System.Globalization;

namespace Headrace.Harness;

/// <summary>Processor time by /proc/PID/stat (proc(5)).</summary>
internal static class ProcessorTime
{
    private const double MillisecondsPerTick = 10; // USER_HZ is 100 on every Linux that .NET runs on

    /// <summary>User and system time of a process, and of all its living descendants, in milliseconds.</summary>
    public static (double Own, double Descendants) Of(int processId)
    {
        var processes = Directory.EnumerateDirectories("/proc").Select(Read).OfType<Entry>().ToLookup(entry => entry.Parent);
        var own = Read($"/proc/{processId}")?.Milliseconds ?? 0;
        return (own, Below(processId));

        double Below(int parent) => processes[parent].Sum(entry => entry.Milliseconds + Below(entry.Id));
    }

    private static Entry? Read(string folder)
    {
        if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id))
        {
            return null;
        }

        try
        {
            // The name, in parentheses, may hold anything; fields after it: state, parent, …, utime (12th), stime (13th).
            var stat = File.ReadAllText($"{folder}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return new Entry(id, int.Parse(fields[1], CultureInfo.InvariantCulture), (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) * MillisecondsPerTick);
        }
        catch (IOException)
        {
            return null; // gone meanwhile
        }
    }

    private sealed record Entry(int Id, int Parent, double Milliseconds);
}
