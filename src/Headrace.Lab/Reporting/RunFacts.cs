using Headrace.Lab.Records;

namespace Headrace.Lab.Reporting;

/// <summary>What the single items say that no summary keeps: how many sites and functions there were, which levels, which memory sizes.</summary>
internal sealed record RunFacts(int Sites, int Functions, int Environments, IReadOnlyList<int> Levels, IReadOnlyList<string> Variants, IReadOnlyList<int> MemorySizes, int Repetitions)
{
    public static RunFacts Of(ItemTable items)
    {
        var (sites, functions, environments, variants) = (new HashSet<string>(), new HashSet<string>(), new HashSet<string>(), new HashSet<string>());
        var (levels, sizes, repetitions) = (new SortedSet<int>(), new SortedSet<int>(), 0);
        for (var index = 0; index < items.Count; index++)
        {
            ref readonly var item = ref items.At(index);
            if (item.Repetition == 0)
            {
                continue;
            }

            Note(sites, item.Site);
            Note(functions, item.Function);
            Note(environments, item.Environment);
            Note(variants, item.Variant);
            repetitions = Math.Max(repetitions, item.Repetition);
            if (item.Level > 0)
            {
                levels.Add(item.Level);
            }

            if (item.MemorySize > 0)
            {
                sizes.Add(item.MemorySize);
            }
        }

        return new RunFacts(sites.Count, functions.Count, environments.Count, [.. levels], [.. variants.Order(StringComparer.Ordinal)], [.. sizes], repetitions);
    }

    private static void Note(HashSet<string> names, string name)
    {
        if (name.Length > 0)
        {
            names.Add(name);
        }
    }
}
