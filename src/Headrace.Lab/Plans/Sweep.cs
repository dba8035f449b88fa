using System.Globalization;

namespace Headrace.Lab.Plans;

/// <summary>Settings to measure one after the other; every combination is a variant. An empty list: the setting is left as it is.</summary>
public sealed record Sweep
{
    /// <summary>MB, of every function of the target.</summary>
    public IReadOnlyList<int> Memory { get; init; } = [];

    /// <summary>Reserved concurrency of every function of the target.</summary>
    public IReadOnlyList<int> Concurrency { get; init; } = [];

    public IReadOnlyList<Layout> Layouts { get; init; } = [];

    /// <summary>True: cold starts are forced before every level.</summary>
    public IReadOnlyList<bool> Cold { get; init; } = [];

    /// <summary>Bytes of the payload.</summary>
    public IReadOnlyList<long> Sizes { get; init; } = [];

    /// <summary>In the order of the fields above, the last one turning fastest. One empty variant when nothing is swept.</summary>
    public IEnumerable<Variant> Variants(Plan plan) =>
        from layout in OrNone(Layouts.Cast<Layout?>())
        from memory in OrNone(Memory.Cast<int?>())
        from concurrency in OrNone(Concurrency.Cast<int?>())
        from size in OrNone(Sizes.Cast<long?>())
        from cold in OrNone(Cold.Cast<bool?>())
        select new Variant(
            string.Join(' ', new[]
            {
                layout is null ? null : $"layout={layout.Name}",
                Setting("memory", memory),
                Setting("concurrency", concurrency),
                Setting("size", size),
                cold is null ? null : cold.Value ? "start=cold" : "start=warm",
            }.OfType<string>()),
            layout?.Target ?? plan.Target, memory, concurrency, size is { } bytes ? new BytesPayload(bytes) : plan.Payload, cold ?? plan.Cold);

    private static IEnumerable<T?> OrNone<T>(IEnumerable<T?> values) => values.DefaultIfEmpty();

    private static string? Setting(string name, long? value) => value is { } number ? string.Create(CultureInfo.InvariantCulture, $"{name}={number}") : null;
}

/// <summary>Where items go in one layout: one shared function, or one for each site.</summary>
public sealed record Layout(string Name, Target Target);

/// <summary>One combination of a sweep's settings.</summary>
/// <param name="Name">As <see cref="Records.Item.Variant"/>.</param>
public sealed record Variant(string Name, Target Target, int? Memory, int? Concurrency, PayloadSource Payload, bool Cold);
