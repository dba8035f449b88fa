using Headrace.Lab.Records;

namespace Headrace.Lab.Statistics;

/// <summary>One measure of every item that has it, ascending, and which item each value is of. Warm-up is left out.</summary>
internal sealed class ItemColumn
{
    private readonly ColumnScratch _scratch;
    private readonly int _count;

    private ItemColumn(Measure measure, ColumnScratch scratch, int count) => (Measure, _scratch, _count) = (measure, scratch, count);

    private delegate double Reading(in Item item);

    public Measure Measure { get; }

    public ReadOnlySpan<double> Values => _scratch.Values.AsSpan(0, _count);

    /// <summary>Indexes into the table.</summary>
    public ReadOnlySpan<int> Items => _scratch.Items.AsSpan(0, _count);

    /// <param name="scratch">As large as the table; one column at a time has it.</param>
    public static ItemColumn Of(ItemTable table, Measure measure, SummaryOptions options, ColumnScratch scratch)
    {
        var read = ReadingOf(measure, options);
        var (values, items, count) = (scratch.Values, scratch.Items, 0);
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

        Array.Sort(values, items, 0, count);
        return new(measure, scratch, count);
    }

    /// <summary>By population and group, as far as they have values. Each is filled in the column's order, so nothing is sorted twice.</summary>
    /// <param name="populations">By item, see <see cref="PopulationsOf"/>.</param>
    /// <returns>One after the other: a part is good until that of another population is asked for.</returns>
    public IEnumerable<ColumnPart> Parts(Grouping grouping, Population[] populations) =>
        new[] { Population.All, Population.Cold, Population.Warm }.SelectMany(population => Parts(grouping, populations, population));

    /// <summary>Cold, warm, or (nobody says) only in all. Looked up in the order of a column, which is no order of the table: so a byte each, side by side.</summary>
    public static Population[] PopulationsOf(ItemTable table)
    {
        var populations = new Population[table.Count];
        for (var index = 0; index < populations.Length; index++)
        {
            populations[index] = table.At(index).Cold switch { true => Population.Cold, false => Population.Warm, null => Population.All };
        }

        return populations;
    }

    private ColumnPart[] Parts(Grouping grouping, Population[] populations, Population population)
    {
        var ends = new int[grouping.Names.Count + 1];
        var column = Values;
        var columnItems = Items;
        var groups = _scratch.Groups.AsSpan(0, _count);
        for (var rank = 0; rank < groups.Length; rank++)
        {
            var isIn = population == Population.All || populations[columnItems[rank]] == population;
            groups[rank] = isIn ? grouping.Of[columnItems[rank]] : Grouping.None;
            if (groups[rank] != Grouping.None)
            {
                ends[groups[rank] + 1]++;
            }
        }

        for (var group = 1; group < ends.Length; group++)
        {
            ends[group] += ends[group - 1];
        }

        var (values, items, next) = (_scratch.PartValues, _scratch.PartItems, ends[..^1]);
        for (var rank = 0; rank < groups.Length; rank++)
        {
            if (groups[rank] != Grouping.None)
            {
                var place = next[groups[rank]]++;
                (values[place], items[place]) = (column[rank], columnItems[rank]);
            }
        }

        return [.. from @group in Enumerable.Range(0, grouping.Names.Count)
                   let range = ends[@group]..ends[@group + 1]
                   where ends[@group] < ends[@group + 1]
                   select new ColumnPart(grouping.Names[@group], population, values.AsMemory(range), items.AsMemory(range))];
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
