namespace Headrace.Bootstrap.Runtime;

/// <summary>The processors that a function's memory buys: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html.</summary>
internal static class ProcessorShare
{
    private const double MegabytesPerProcessor = 1769;

    /// <summary>Whole ones: at least one, at most the machine's.</summary>
    public static int Threads(double memoryMegabytes) => Math.Clamp((int)Math.Round(memoryMegabytes / MegabytesPerProcessor), 1, Environment.ProcessorCount);
}
