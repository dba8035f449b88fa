using System.Globalization;

namespace Headrace.Functions.Invocations;

/// <summary>What /proc/meminfo says.</summary>
internal static class MachineMemory
{
    /// <summary>Bytes that programs can take without swapping (MemAvailable).</summary>
    public static long Available() => Read("MemAvailable:");

    /// <summary>Bytes in all (MemTotal).</summary>
    public static long Total() => Read("MemTotal:");

    private static long Read(string name)
    {
        foreach (var line in File.ReadLines("/proc/meminfo"))
        {
            if (line.StartsWith(name, StringComparison.Ordinal))
            {
                return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
            }
        }

        return GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
    }
}
