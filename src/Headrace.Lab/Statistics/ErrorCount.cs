using System.Runtime.InteropServices;
using Headrace.Lab.Records;

namespace Headrace.Lab.Statistics;

/// <param name="Error">As recorded; empty when the item did not succeed and nobody said why.</param>
public sealed record ErrorCount(string Error, ItemStatus Status, long Count)
{
    /// <summary>Sentences with ids in them may all differ: what is rarer stands together.</summary>
    private const int Most = 100;

    internal static IReadOnlyList<ErrorCount> AllOf(ItemTable table)
    {
        var counts = new Dictionary<(string Error, ItemStatus Status), long>();
        for (var index = 0; index < table.Count; index++)
        {
            ref readonly var item = ref table.At(index);
            if (item.Repetition != 0 && item.Status != ItemStatus.Succeeded)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(counts, (item.Error, item.Status), out _)++;
            }
        }

        ErrorCount[] sorted = [.. counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key.Status).ThenBy(pair => pair.Key.Error, StringComparer.Ordinal)
            .Select(pair => new ErrorCount(pair.Key.Error, pair.Key.Status, pair.Value))];
        return sorted.Length <= Most
            ? sorted
            : [.. sorted[..Most], .. sorted[Most..].GroupBy(error => error.Status).OrderBy(others => others.Key)
                .Select(others => new ErrorCount($"{others.Count()} other errors", others.Key, others.Sum(error => error.Count)))];
    }
}
