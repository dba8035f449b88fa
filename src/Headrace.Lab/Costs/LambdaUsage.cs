using Headrace.Lab.Records;

namespace Headrace.Lab.Costs;

/// <summary>What Lambda counts of a run. Warm-up is left out.</summary>
/// <param name="Requests">Items that were billed; a throttled request is none.</param>
/// <param name="ComputeSeconds">GB-seconds.</param>
/// <param name="BilledSeconds">Seconds billed, whatever the memory.</param>
/// <param name="Unpriced">Items that do not say what was billed or with how much memory.</param>
/// <param name="MeanMemory">GB, by request.</param>
/// <param name="MeanSize">Bytes of those payloads that are known; not a number without.</param>
public sealed record LambdaUsage(long Requests, double ComputeSeconds, double BilledSeconds, long Unpriced, double MeanMemory, double MeanSize)
{
    public static LambdaUsage Of(ItemTable items, LambdaSettings settings, bool initBilled)
    {
        long requests = 0, unpriced = 0, sized = 0;
        double compute = 0, billed = 0, memory = 0, size = 0;
        for (var index = 0; index < items.Count; index++)
        {
            ref readonly var item = ref items.At(index);
            if (item.Repetition == 0)
            {
                continue;
            }

            if (item.Size >= 0)
            {
                size += item.Size;
                sized++;
            }

            var seconds = BilledOf(item, initBilled) / 1000;
            var gigabytes = item.MemorySize > 0 ? item.MemorySize / 1024.0 : settings.Memory ?? double.NaN;
            if (double.IsNaN(seconds * gigabytes))
            {
                unpriced++;
                continue;
            }

            requests++;
            compute += seconds * gigabytes;
            billed += seconds;
            memory += gigabytes;
        }

        return new LambdaUsage(requests, compute, billed, unpriced, memory / requests, size / sized);
    }

    /// <summary>Milliseconds billed: what the service said, else its durations rounded up as the service does.</summary>
    public static double BilledOf(in Item item, bool initBilled) =>
        !double.IsNaN(item.Billed) ? item.Billed : Math.Ceiling(item.Duration + (initBilled && !double.IsNaN(item.Init) ? item.Init : 0));
}
