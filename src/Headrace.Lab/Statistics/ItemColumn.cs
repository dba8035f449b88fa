using Headrace.Lab.Records;

namespace Headrace.Lab.Statistics;

/// <summary>One measure of every item that has it, ascending, and which item each value is of. Warm-up is left out.</summary>
internal sealed class ItemColumn
{
    private delegate double Reading(in Item item);

    public required Measure Measure { get; init; }

    public required double[] Values { get; init; }

    /// <summary>Indexes into the table.</summary>
    public required int[] Items { get; init; }

    public static ItemColumn Of(ItemTable table, Measure measure, SummaryOptions options)
    {
        var read = ReadingOf(measure, options);
        var values = new double[table.Count];
        var items = new int[table.Count];
        var count = 0;
        for (var index = 0; index < table.Count; index++)
        {
            ref readonly var item = ref table.At(index);
            var value = item.Repetition == 0 ? double.NaN : read(item);
            if (double.IsFinite(value))
            {
                (values[count], items[count]) = (value, index);
                count++;
            }
        }

        Array.Resize(ref values, count);
        Array.Resize(ref items, count);
        Array.Sort(values, items);
        return new() { Measure = measure, Values = values, Items = items };
    }

    /// <summary>A response is that of an item that succeeded: one refused at once would make the run look fast. The rest is measured of whatever has it.</summary>
    private static Reading ReadingOf(Measure measure, SummaryOptions options) => measure switch
    {
        Measure.Response => static (in item) => item.Status == ItemStatus.Succeeded ? item.Response : double.NaN,
        Measure.Lag => static (in item) => item.Lag,
        Measure.Upload => static (in item) => item.Upload,
        Measure.QueueAge => static (in item) => item.QueueAge,
        Measure.Init => static (in item) => item.Init,
        Measure.Duration => static (in item) => item.Duration,
        Measure.Billed => static (in item) => item.Billed,
        Measure.EventToEnd => static (in item) => item.EventToEnd,
        Measure.MaxMemoryUsed => static (in item) => item.MaxMemoryUsed > 0 ? item.MaxMemoryUsed : double.NaN,
        Measure.Cost => (in item) =>
            (item.Billed / 1000 * (item.MemorySize > 0 ? item.MemorySize / 1024.0 : options.Memory) * options.GigabyteSecondPrice) + options.RequestPrice,
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, null),
    };
}
