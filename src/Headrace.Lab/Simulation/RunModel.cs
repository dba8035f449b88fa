using System.Globalization;
using Headrace.Lab.Costs;
using Headrace.Lab.Records;

namespace Headrace.Lab.Simulation;

/// <summary>What the model makes of a run on this engine: how far off it is at the run's own arrivals with the engine's own limits, and what AWS would make of more sites.</summary>
public static class RunModel
{
    private const ulong Seed = 1;

    private static readonly int[] _sites = [300, 3000, 30_000];

    /// <summary>
    /// The times of the run itself, where they can be told apart: at its lowest level no more items were under way than there are processors, and there are
    /// other levels to hold the model against. Null: not so.
    /// </summary>
    public static MeasuredTimes? TimesOf(Run run)
    {
        var levels = run.Items.Where(item => item.Repetition > 0 && item.Cold is not null).Select(item => item.Level).Distinct().Order().Take(2).ToList();
        return levels is [> 0 and var lowest, _] && lowest <= run.Manifest.Machine?.Cores && run.Manifest.Processors.Count > 0 ? MeasuredTimes.Of(run, lowest) : null;
    }

    /// <param name="times">Of items that were alone, on the same machine.</param>
    /// <param name="limits">What the engine let happen at once.</param>
    /// <exception cref="LabException">The run cannot be replayed.</exception>
    public static SimulationSummary Of(MeasuredTimes times, Run measured, EngineLimits limits, Calculation cost)
    {
        var machine = measured.Manifest.Machine ?? throw new LabException("the run does not say on which machine it was measured");
        var engine = new LambdaModel
        {
            AccountConcurrency = limits.AccountConcurrency,
            Reserved = limits.Reserved,
            IsAsynchronous = limits.IsAsynchronous,
            TimeScale = limits.TimeScale,
            ScalingBurst = double.PositiveInfinity,
            ScalingPerSecond = double.PositiveInfinity,
            Host = new HostModel { Cores = machine.Cores, MostStarting = HostModel.StartingOn(machine.Cores), MostEnvironments = HostModel.EnvironmentsIn(machine.Memory, times.MemorySize) },
        };
        var validation = Validator.Validate(engine, times, measured, Seed).Validation;

        var aws = new LambdaModel { IsAsynchronous = limits.IsAsynchronous };
        var there = times.MemorySize > 0 ? times.WithProcessorShare(times.MemorySize, times.Processors?.Warm ?? 1) : times;
        Prediction[] predictions = [.. from layout in LayoutsOf(measured.Items)
                                       from sites in _sites
                                       let result = Simulation.Run(aws with { Functions = layout.IsPerSite ? sites : 1 }, there, Arrivals.Burst(sites, 1, 0, 0, Seed), Seed)
                                       select result.ToPrediction(sites, cost) with { Variant = layout.Variant }];
        return new SimulationSummary(
            [
                .. engine.Describe("as measured, on this engine"),
                .. Capacity(validation, machine),
                .. aws.Describe("as predicted, on AWS"),
                $"times on this engine: {times.Source}{Demand(times)}",
                $"times on AWS: {there.Source}",
            ],
            predictions, validation);
    }

    /// <summary>The first variant in which all sites share a function, the first in which each has its own.</summary>
    private static IEnumerable<(string Variant, bool IsPerSite)> LayoutsOf(ItemTable items) =>
        items.Where(item => item.Repetition > 0).GroupBy(item => item.Variant)
            .Select(variant => (variant.Key, IsPerSite: variant.Select(item => item.Function).Distinct().Take(2).Count() > 1)).DistinctBy(variant => variant.IsPerSite);

    private static IEnumerable<string> Capacity(ModelValidation validation, Machine machine) => validation.OtherCores is { } others
        ? [string.Create(CultureInfo.InvariantCulture, $"of the {machine.Cores} cores other programs took {others:0.00} while it was measured; each level is simulated with what they left then")]
        : [];

    private static string Demand(MeasuredTimes times) => times.Processors is { } cores
        ? string.Create(CultureInfo.InvariantCulture, $"; alone a cold item keeps {cores.Cold:0.00} cores busy, a warm one {cores.Warm:0.00}, engine and generator included")
        : "; processor time was not measured: a run is taken to compute all its time";
}
