using Headrace.Lab.Records;

namespace Headrace.Lab.Statistics;

/// <summary>One way to part a run's items into groups: not at all, by level, by the sweep's variant, or by both.</summary>
internal sealed class Grouping
{
    public const int None = -1;

    /// <summary>As in <see cref="Distribution.Group"/>, levels ascending.</summary>
    public required IReadOnlyList<GroupName> Names { get; init; }

    /// <summary>By item: the group's index, or <see cref="None"/> (warm-up, no such number).</summary>
    public required int[] Of { get; init; }

    /// <summary>The whole run first; then by what takes at least two values.</summary>
    public static IReadOnlyList<Grouping> AllOf(ItemTable table)
    {
        var groupings = new List<Grouping> { By(table, (in _) => GroupName.Whole) };
        var byLevel = By(table, (in item) => item.Level > 0 ? new GroupName(item.Level, "") : null);
        var byVariant = By(table, (in item) => item.Variant.Length > 0 ? new GroupName(0, item.Variant) : null);
        groupings.AddRange(new[] { byLevel, byVariant }.Where(grouping => grouping.Names.Count > 1));
        if (groupings.Count == 3)
        {
            groupings.Add(By(table, (in item) => item.Level > 0 && item.Variant.Length > 0 ? new GroupName(item.Level, item.Variant) : null));
        }

        return groupings;
    }

    private delegate GroupName? Naming(in Item item);

    private static Grouping By(ItemTable table, Naming nameOf)
    {
        var order = new Dictionary<GroupName, int>();
        var of = new int[table.Count];
        for (var index = 0; index < table.Count; index++)
        {
            ref readonly var item = ref table.At(index);
            if (item.Repetition == 0 || nameOf(item) is not { } name)
            {
                of[index] = None;
            }
            else if (order.TryGetValue(name, out var known))
            {
                of[index] = known;
            }
            else
            {
                of[index] = order[name] = order.Count;
            }
        }

        // Not in the order in which they come: a run's summary must not depend on that of its lines.
        GroupName[] names = [.. order.Keys.Order()];
        var ranks = new int[names.Length];
        for (var rank = 0; rank < names.Length; rank++)
        {
            ranks[order[names[rank]]] = rank;
        }

        for (var index = 0; index < of.Length; index++)
        {
            of[index] = of[index] == None ? None : ranks[of[index]];
        }

        return new() { Names = names, Of = of };
    }
}
