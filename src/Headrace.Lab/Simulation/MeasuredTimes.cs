using System.Globalization;
using Headrace.Lab.Records;
using Headrace.Lab.Statistics;
using MathNet.Numerics.Distributions;

namespace Headrace.Lab.Simulation;

/// <summary>What things take, in milliseconds: samples that the model draws from with equal chance.</summary>
public sealed record MeasuredTimes
{
    private const int FittedPoints = 4096;
    private const double MemoryOfProcessor = 1769;

    /// <summary>From the intended moment until Lambda has it: upload, event, network.</summary>
    public IReadOnlyList<double> Before { get; init; } = [0];

    /// <summary>Starts of environments and the first run after each, together: a slow start may come with a slow run.</summary>
    public required IReadOnlyList<ColdTimes> Cold { get; init; }

    /// <summary>Runs on a warm environment.</summary>
    public required IReadOnlyList<double> Warm { get; init; }

    /// <summary>From the function's end until its result is seen.</summary>
    public IReadOnlyList<double> After { get; init; } = [0];

    /// <summary>Of runs that end in the function's error.</summary>
    public double FailureShare { get; init; }

    /// <summary>Null: nobody measured processor time.</summary>
    public ProcessorUse? Processors { get; init; }

    /// <summary>MB; 0: unknown.</summary>
    public int MemorySize { get; init; }

    /// <summary>Where they come from, in a sentence.</summary>
    public string Source { get; init; } = "given";

    /// <summary>The times of a run's items; where the run has an account of the processors, what of them is processor time, on a machine that nobody else uses.</summary>
    /// <inheritdoc cref="Of(ItemTable, int?)"/>
    public static MeasuredTimes Of(Run run, int? level = null)
    {
        var chosen = level ?? LowestOf(run.Items);
        return Calibration.Apply(run, Of(run.Items, chosen), chosen);
    }

    /// <summary>The times of a run's items, warm-up left out.</summary>
    /// <param name="level">Only items of this level; null: of the lowest there is, for the more run at once, the more they wait for each other.</param>
    /// <exception cref="LabException">The run does not say how long anything ran.</exception>
    public static MeasuredTimes Of(ItemTable items, int? level = null)
    {
        var chosen = level ?? LowestOf(items);
        List<ColdTimes> cold = [];
        List<double> warm = [], before = [], after = [], coldBefore = [];
        int failed = 0, memory = 0;
        for (var index = 0; index < items.Count; index++)
        {
            ref readonly var item = ref items.At(index);
            var run = RunOf(item);
            if (item.Repetition == 0 || item.Level != chosen || double.IsNaN(run))
            {
                continue;
            }

            failed += item.Status is ItemStatus.Failed or ItemStatus.TimedOut ? 1 : 0;
            memory = item.MemorySize > 0 ? item.MemorySize : memory;
            if (item.Visible.Since(item.Ended) is >= 0 and var seen)
            {
                after.Add(seen);
            }

            var waited = WaitOf(item, run);
            if (item.Cold == true)
            {
                coldBefore.Add(waited);
                cold.Add(new ColdTimes(double.IsNaN(item.Init) ? 0 : item.Init, run));
            }
            else
            {
                warm.Add(run);
                before.Add(waited);
            }
        }

        if (cold.Count + warm.Count == 0)
        {
            throw new LabException(level is null ? "the run does not say how long any invocation ran: there is nothing to simulate from" : $"the run has no items of level {level} that say how long they ran");
        }

        before.RemoveAll(double.IsNaN);
        return new MeasuredTimes
        {
            Before = before.Count > 0 ? before : [.. coldBefore.Zip(cold, (waited, start) => Math.Max(0, waited - start.Startup)).Where(value => !double.IsNaN(value)).DefaultIfEmpty(0)],
            Cold = cold.Count > 0 ? WithSpawn(cold, coldBefore, before) : [.. warm.Select(run => new ColdTimes(0, run))],
            Warm = warm.Count > 0 ? warm : [.. cold.Select(start => start.Run)],
            After = after.Count > 0 ? after : [0],
            FailureShare = failed / (double)(cold.Count + warm.Count),
            MemorySize = memory,
            Source = $"{cold.Count} cold and {warm.Count} warm invocations{(chosen > 0 ? $" of level {chosen}" : "")}{(warm.Count == 0 ? "; none was warm: warm runs are taken to last as long as cold ones" : cold.Count == 0 ? "; none was cold: starts are taken to cost nothing" : "")}",
        };
    }

    /// <summary>The same with lognormal distributions fitted to logarithms' mean and deviation: smooth, with a tail beyond what was measured.</summary>
    public MeasuredTimes Fitted() => this with
    {
        Before = Fit(Before),
        Cold = [.. Fit([.. Cold.Select(start => start.Startup)]).Zip(Shuffled(Fit([.. Cold.Select(start => start.Run)])), (startup, run) => new ColdTimes(startup, run))],
        Warm = Fit(Warm),
        After = Fit(After),
        Source = Source + ", fitted lognormal",
    };

    /// <summary>The same on AWS at a memory size, where it buys processor time; the engine gives every function whole processors.</summary>
    /// <param name="memory">MB: 1,769 are one processor.</param>
    /// <param name="threads">Processors that a run keeps busy here, below 1 where it waits. Starts are not slowed: AWS gives them more.</param>
    /// <remarks>Sound for what computes; what waits for a network is not slower on less processor.</remarks>
    public MeasuredTimes WithProcessorShare(int memory, double threads)
    {
        // What waits part of its time is slower only in the rest.
        var factor = (1 - Math.Min(1, threads)) + (Math.Min(1, threads) * SlowdownAt(memory, Math.Max(1, threads)));
        return this with
        {
            Cold = [.. Cold.Select(start => start with { Run = start.Run * factor })],
            Warm = [.. Warm.Select(run => run * factor)],
            MemorySize = memory,
            Source = Source + string.Create(CultureInfo.InvariantCulture, $", runs times {factor:0.##} for the processor share of {memory} MB"),
        };
    }

    /// <summary>How much longer a run takes that would keep so many processors busy, on the share that AWS gives for its memory.</summary>
    internal static double SlowdownAt(int memory, double threads) => Math.Max(1, threads * MemoryOfProcessor / memory);

    /// <summary>A start takes what its cold items waited beyond what warm ones do: the process's spawn, then its initialisation.</summary>
    private static List<ColdTimes> WithSpawn(List<ColdTimes> cold, List<double> coldWaits, List<double> warmWaits)
    {
        if (warmWaits.Count == 0)
        {
            return cold;
        }

        var usual = warmWaits.Order().ElementAt(warmWaits.Count / 2);
        return [.. cold.Zip(coldWaits, (start, waited) => double.IsNaN(waited) ? start : start with { Startup = Math.Max(start.Startup, waited - usual) })];
    }

    private static int LowestOf(ItemTable items) => items.Where(item => item.Repetition > 0 && RunOf(item) >= 0).Select(item => item.Level).DefaultIfEmpty(0).Min();

    /// <summary>Milliseconds the handler ran; an item that says only what was billed ran so long.</summary>
    private static double RunOf(in Item item) =>
        !double.IsNaN(item.Duration) ? item.Duration : !double.IsNaN(item.Ended.Since(item.Started)) ? item.Ended.Since(item.Started) : item.Billed;

    private static double WaitOf(in Item item, double run)
    {
        var from = item.Intended.IsKnown ? item.Intended : item.EventTime;
        var waited = item.Started.IsKnown ? item.Started.Since(from) : item.Ended.IsKnown ? item.Ended.Since(from) - run : item.Response - run;
        return waited < 0 ? 0 : waited;
    }

    private static double[] Fit(IReadOnlyList<double> samples)
    {
        double[] positive = [.. samples.Where(value => value > 0)];
        if (positive.Length < 2)
        {
            return [.. samples];
        }

        var mean = positive.Average(Math.Log);
        var deviation = Math.Sqrt(positive.Sum(value => Math.Pow(Math.Log(value) - mean, 2)) / (positive.Length - 1));
        return [.. Enumerable.Range(0, FittedPoints).Select(index => Math.Exp(mean + (deviation * Normal.InvCDF(0, 1, (index + 0.5) / FittedPoints))))];
    }

    // Without this the longest start would come with the longest run.
    private static double[] Shuffled(double[] values)
    {
        var random = new RandomStream(1);
        for (var index = values.Length - 1; index > 0; index--)
        {
            var other = random.Next(index + 1);
            (values[index], values[other]) = (values[other], values[index]);
        }

        return values;
    }
}
