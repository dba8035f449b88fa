using Headrace.Lab.Records;

namespace Headrace.Lab.Statistics;

/// <param name="Span">Seconds from the first intended start to the last thing seen; not a number when no item says.</param>
/// <param name="Throughput">Succeeded per second of <paramref name="Span"/>; not a number when it is nothing.</param>
/// <param name="Bytes">Of payloads, where known.</param>
/// <param name="Cold">Of those that say.</param>
public sealed record Totals(
    long Items, long Succeeded, long Failed, long Throttled, long TimedOut, long Lost, long Cold, long Warm, double Span, double Throughput, long Bytes)
{
    internal static Totals Of(ItemTable table)
    {
        Span<long> statuses = stackalloc long[Enum.GetValues<ItemStatus>().Length];
        long items = 0, cold = 0, warm = 0, bytes = 0;
        var span = RunSpan.Of(table);
        for (var index = 0; index < table.Count; index++)
        {
            ref readonly var item = ref table.At(index);
            if (item.Repetition == 0)
            {
                continue;
            }

            items++;
            statuses[(int)item.Status]++;
            cold += item.Cold == true ? 1 : 0;
            warm += item.Cold == false ? 1 : 0;
            bytes += Math.Max(0, item.Size);
        }

        var succeeded = statuses[(int)ItemStatus.Succeeded];
        return new(
            items, succeeded, statuses[(int)ItemStatus.Failed], statuses[(int)ItemStatus.Throttled], statuses[(int)ItemStatus.TimedOut], statuses[(int)ItemStatus.Lost],
            cold, warm, span.Seconds, span.Seconds > 0 ? succeeded / span.Seconds : double.NaN, bytes);
    }
}
