using System.Collections.Concurrent;
using Headrace.Lab.Costs;
using Headrace.Lab.Records;
using Headrace.Lab.Simulation;

namespace Headrace.Lab.Statistics;

/// <summary>What a run says, in numbers: <c>summary.json</c>, and all that the report draws but the single items. Warm-up is left out.</summary>
public sealed record RunSummary
{
    public required RunManifest Run { get; init; }

    public required Totals Totals { get; init; }

    /// <summary>By measure, population and group; groups with fewer than one item are not there.</summary>
    public required IReadOnlyList<Distribution> Distributions { get; init; }

    /// <summary>By concurrency level, where there are two or more; one each for response, event-to-end, duration and billed duration, if known, and for each variant of a sweep.</summary>
    public IReadOnlyList<LevelComparison> Levels { get; init => field = value ?? []; } = [];

    /// <summary>Where the time goes, at p50, p90, p95, p99 of the response.</summary>
    public IReadOnlyList<Waterfall> Waterfalls { get; init => field = value ?? []; } = [];

    /// <summary>Null: nothing to name.</summary>
    public Bottleneck? Bottleneck { get; init; }

    /// <summary>Throughput against level. Null: fewer than three levels, or a sweep, whose variants scale each in its way.</summary>
    public ScalingFit? Scaling { get; init; }

    public required IReadOnlyList<TimelineBucket> Timeline { get; init; }

    public required IReadOnlyList<LatencyHistogram> Histograms { get; init; }

    /// <summary>Most frequent first.</summary>
    public IReadOnlyList<ErrorCount> Errors { get; init => field = value ?? []; } = [];

    /// <summary>Null: no item says what was billed.</summary>
    public CostSummary? Cost { get; init; }

    /// <summary>Null: the run was not simulated.</summary>
    public SimulationSummary? Simulation { get; init; }

    /// <param name="items">Read only; a million take about a second on two cores.</param>
    public static RunSummary Of(ItemTable items, RunManifest run, SummaryOptions options) => Of(items, run, options, (_, _) => { });

    /// <param name="visit">Gets every part of every measure: a measure's from one thread, several measures' at once. A part is good until it returns.</param>
    /// <inheritdoc cref="Of(ItemTable, RunManifest, SummaryOptions)"/>
    internal static RunSummary Of(ItemTable items, RunManifest run, SummaryOptions options, Action<Measure, ColumnPart> visit)
    {
        var groupings = Grouping.AllOf(items);
        var populations = ItemColumn.PopulationsOf(items);
        var measures = Enum.GetValues<Measure>();
        var byMeasure = new IReadOnlyList<Distribution>[measures.Length];
        var histograms = new IReadOnlyList<LatencyHistogram>[measures.Length];
        IReadOnlyList<Waterfall> waterfalls = [];
        IReadOnlyList<TimelineBucket> timeline = [];
        IReadOnlyDictionary<string, double> throughputs = new Dictionary<string, double>();

        // A column lives no longer than its figures: two cores hold two of them, not ten. Not by thread: the loop changes its threads.
        var free = new ConcurrentBag<ColumnScratch>();
        Parallel.For(-1, measures.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, number =>
        {
            if (number < 0)
            {
                throughputs = BusyTime.Throughputs(items, groupings);
                return;
            }

            var scratch = free.TryTake(out var used) ? used : new(items.Count);
            var column = ItemColumn.Of(items, measures[number], options, scratch);
            byMeasure[number] = [.. groupings.SelectMany(grouping => column.Parts(grouping, populations)).Select(part =>
            {
                visit(column.Measure, part);
                return Distribution.Of(column.Measure, part, options);
            })];
            histograms[number] = LatencyHistogram.Drawn.Contains(column.Measure) ? [.. LatencyHistogram.AllOf(column, populations, byMeasure[number])] : [];
            if (column.Measure == Measure.Response)
            {
                (waterfalls, timeline) = (Waterfall.AllOf(items, column), TimelineBuckets.Of(items, column));
            }

            free.Add(scratch);
        });

        Distribution[] distributions = [.. byMeasure.SelectMany(list => list)];
        return new()
        {
            Run = run,
            Totals = Totals.Of(items),
            Distributions = distributions,
            Levels = LevelComparison.AllOf(distributions, groupings, throughputs, options.Levels),
            Waterfalls = waterfalls,
            Bottleneck = Bottleneck.Of(waterfalls),
            Scaling = groupings.Any(grouping => grouping.Names.Any(name => name.Variant.Length > 0)) ? null : ScalingFit.Of(
                from name in groupings.SelectMany(grouping => grouping.Names)
                where name.Level > 0 && throughputs.ContainsKey(name.ToString())
                select ((double)name.Level, throughputs[name.ToString()])),
            Timeline = timeline,
            Histograms = [.. histograms.SelectMany(list => list)],
            Errors = ErrorCount.AllOf(items),
        };
    }
}
