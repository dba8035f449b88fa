using System.Runtime.InteropServices;
using Headrace.Lab.Records;

namespace Headrace.Lab.Load;

/// <summary>Where a run's generator ran.</summary>
internal static class ThisMachine
{
    public static Machine Describe() =>
        new(Field("/proc/cpuinfo", "model name") ?? $"{RuntimeInformation.ProcessArchitecture}", Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, RuntimeInformation.OSDescription);

    private static string? Field(string file, string name)
    {
        try
        {
            return File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[^1].Trim();
        }
        catch (IOException)
        {
            return null; // not Linux's /proc
        }
    }
}
