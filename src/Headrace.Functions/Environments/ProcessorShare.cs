namespace Headrace.Functions.Environments;

/// <summary>The processors that memory buys on Lambda: one for each 1,769 MB (https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html).</summary>
internal static class ProcessorShare
{
    private const double MegabytesPerProcessor = 1769;

    /// <summary>Of each period a group may run its share; then it waits for the next. The kernel's least share of a period is 1 ms, 128 MB buy 1.4 ms of this one.</summary>
    public const int PeriodMicroseconds = 20_000;

    /// <param name="megabytes">MemorySize.</param>
    /// <param name="most">Processors there are; may be broken, in a container.</param>
    public static int QuotaMicroseconds(int megabytes, double most) => (int)(Math.Min(megabytes / MegabytesPerProcessor, most) * PeriodMicroseconds);
}
