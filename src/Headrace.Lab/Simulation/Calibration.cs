using System.Globalization;
using Headrace.Lab.Records;

namespace Headrace.Lab.Simulation;

/// <summary>What of an item's time is processor time, from the account that a run keeps of the machine's processors, and what it would take if nobody else used them.</summary>
/// <remarks>
/// Engine and generator look for results as often for one item as for many: their part of an item is taken where there are some.
/// </remarks>
internal static class Calibration
{
    /// <summary>Items in a window that the engine's and the generator's part of an item is taken from.</summary>
    private const int Some = 10;

    private const double LeastCores = 0.001;

    /// <summary>The least part of a processor that an item had while others used them.</summary>
    private const double LeastPace = 0.2;

    /// <param name="times">By the clock.</param>
    /// <param name="level">The one that they are of.</param>
    /// <returns>The same times where the run has no such account.</returns>
    public static MeasuredTimes Apply(Run run, MeasuredTimes times, int level)
    {
        var windows = Window.AllOf(run);
        List<Window> alone = [.. windows.Where(window => window.Level == level)], cold = [.. alone.Where(window => window.Warm == 0)], warm = [.. alone.Where(window => window.Cold == 0)];
        if (alone.Count == 0 || run.Manifest.Machine is not { Cores: > 0 and var cores })
        {
            return times;
        }

        var some = windows.Select(window => window.Level).Where(other => other >= Some).DefaultIfEmpty(windows.Max(window => window.Level)).Min();
        List<Window> few = [.. windows.Where(window => window.Level <= some)];
        var around = AroundEach([.. windows.Where(window => window.Level == some)]);
        var (coldRun, warmRun) = Runs(few);
        if (warm.Count == 0 && warmRun < coldRun)
        {
            // None was warm alone, but what a warm run computes is known: it is as much shorter.
            times = times with { Warm = [.. times.Warm.Select(value => value * warmRun / coldRun)] };
        }

        var (before, start) = (times.Before.Average(), times.Cold.Average(one => one.Startup + one.Run));
        var quietWarm = Part.Of(around + warmRun, before + times.Warm.Average(), PaceIn(warm.Count > 0 ? warm : alone, cores));
        var quietCold = Part.Of(around + coldRun, before + start, PaceIn(cold.Count > 0 ? cold : alone, cores));
        var scaled = times with
        {
            Before = [.. times.Before.Select(value => value * quietWarm.OfMeasured)],
            Cold = [.. times.Cold.Select(one => new ColdTimes(one.Startup * quietCold.OfMeasured, one.Run * quietCold.OfMeasured))],
            Warm = [.. times.Warm.Select(value => value * quietWarm.OfMeasured)],
        };

        // What comes before an environment is the same work for both.
        var coldCores = (quietCold.Work - (quietWarm.Cores * scaled.Before.Average())) / (start * quietCold.OfMeasured);
        return scaled with
        {
            Processors = new ProcessorUse(Math.Max(LeastCores, coldCores), Math.Max(LeastCores, quietWarm.Cores)),
            Source = times.Source + string.Create(CultureInfo.InvariantCulture, $"; a cold item takes {quietCold.Work:0} ms of processor time, a warm one {quietWarm.Work:0} ms, {1000 * around:0} ms of them engine and generator"),
        };
    }

    /// <summary>Processor seconds of a cold and of a warm run, for some windows hold both; where there is one kind only the other is taken to be alike.</summary>
    private static (double Cold, double Warm) Runs(List<Window> windows) =>
        LeastSquares(windows, window => window.Cold, window => window.Warm, window => window.Functions) ?? (EachOf(windows, window => window.Functions), EachOf(windows, window => window.Functions));

    /// <summary>Processor seconds of engine and generator for an item, of the quicker half: the longer a window lasts the more often results are looked for.</summary>
    private static double AroundEach(List<Window> windows) => EachOf([.. windows.OrderBy(window => window.Seconds).Take((windows.Count + 1) / 2)], window => window.Around);

    private static double EachOf(List<Window> windows, Func<Window, double> value) => windows.Sum(value) / windows.Sum(window => window.Items);

    /// <summary>value = a × first + b × second; null: the windows do not tell the two apart.</summary>
    private static (double A, double B)? LeastSquares(List<Window> windows, Func<Window, double> first, Func<Window, double> second, Func<Window, double> value)
    {
        double SumOf(Func<Window, double> one, Func<Window, double> other) => windows.Sum(window => one(window) * other(window));
        var (aa, ab, bb) = (SumOf(first, first), SumOf(first, second), SumOf(second, second));
        var determinant = (aa * bb) - (ab * ab);
        return determinant > 1e-9 * aa * bb
            ? (Math.Max(0, ((SumOf(first, value) * bb) - (SumOf(second, value) * ab)) / determinant), Math.Max(0, ((SumOf(second, value) * aa) - (SumOf(first, value) * ab)) / determinant))
            : null;
    }

    /// <summary>What of a processor a single item had in these windows.</summary>
    private static double PaceIn(List<Window> windows, int cores) => Math.Clamp(cores - (windows.Sum(window => window.Others) / windows.Sum(window => window.Seconds)), LeastPace, 1);

    /// <param name="Work">Milliseconds of processor time of an item.</param>
    /// <param name="OfMeasured">What it takes on a quiet machine, of what it took by the clock.</param>
    /// <param name="Cores">Busy on average meanwhile.</param>
    private readonly record struct Part(double Work, double OfMeasured, double Cores)
    {
        /// <param name="seconds">Of processor time.</param>
        /// <param name="measured">Milliseconds by the clock.</param>
        /// <param name="pace">At which it got its processor time.</param>
        public static Part Of(double seconds, double measured, double pace)
        {
            var work = 1000 * seconds;
            var quiet = Math.Clamp(measured - (work / pace) + work, Math.Min(work, measured), measured);
            return new Part(work, quiet / measured, work / quiet);
        }
    }

    /// <summary>A level's account and what it served.</summary>
    /// <param name="Around">Processor seconds of engine and generator.</param>
    private sealed record Window(int Level, int Cold, int Warm, double Seconds, double Functions, double Around, double Others)
    {
        public int Items => Cold + Warm;

        public static List<Window> AllOf(Run run)
        {
            var items = run.Items.Where(item => item.Repetition > 0).GroupBy(item => (item.Variant, item.Level, item.Repetition))
                .ToDictionary(window => window.Key, window => (Cold: window.Count(item => item.Cold == true), Warm: window.Count(item => item.Cold == false)));
            return
            [
                .. from window in run.Manifest.Processors
                   where double.IsFinite(window.Engine) && window.Seconds > 0
                   let count = items.GetValueOrDefault((window.Variant, window.Level, window.Repetition))
                   where count.Cold + count.Warm > 0
                   select new Window(window.Level, count.Cold, count.Warm, window.Seconds, window.Functions, window.Engine + window.Generator, window.Others),
            ];
        }
    }
}
