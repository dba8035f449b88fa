using System.Runtime.CompilerServices;
using Headrace.Lab.Records;

namespace Headrace.Lab.Statistics;

/// <summary>One item's response, cut into stages that sum to it.</summary>
/// <remarks>
/// Moments of two clocks may cross by their offset's error, and a function may start before its upload is answered: each cut lies between the one before
/// and the end, so that no stage is negative.
/// </remarks>
[InlineArray(Count)]
internal struct ItemStages
{
    public const int Count = 12;

    public static readonly string[] Names = ["lag", "upload", "queue", "spawn", "init", "download", "decode", "infer", "draw", "write", "run", "visible"];

    private double _first;

    /// <summary>Milliseconds by stage.</summary>
    public static ItemStages Of(in Item item)
    {
        var stages = new ItemStages();
        var start = item.Intended.IsKnown ? item.Intended : item.EventTime;
        var total = item.Response;
        var at = 0.0;

        var duration = Known(item.Duration, Known(item.Billed, double.NaN));
        var ended = item.Ended.IsKnown ? item.Ended : item.Started.Plus(Known(duration, 0));
        var started = item.Started.IsKnown ? item.Started : double.IsNaN(duration) ? Moment.Unknown : ended.Plus(-duration);

        stages[0] = CutAt(item.Sent);
        stages[1] = CutAt(item.EventTime.IsKnown ? item.EventTime : started.IsKnown && started < item.Uploaded ? started : item.Uploaded);
        Wait(ref stages, item, CutAt(started));
        Run(ref stages, item.Phases, CutAt(ended));
        stages[11] = total - at;
        return stages;

        double CutAt(Moment moment)
        {
            var cut = Math.Clamp(Known(moment.Since(start), at), at, Math.Max(at, total));
            (var stage, at) = (cut - at, cut);
            return stage;
        }
    }

    /// <summary>From the event to the handler's start: its own init last, making its environment before that, and the queue first.</summary>
    private static void Wait(ref ItemStages stages, in Item item, double wait)
    {
        var init = Math.Min(Known(item.Init, 0), wait);
        var left = wait - init;
        var spawn = item.InitStarted.IsKnown ? item.Started.Since(item.InitStarted) - init
            : init > 0 ? left - item.QueueAge
            : 0;
        stages[4] = init;
        stages[3] = Math.Clamp(Known(spawn, 0), 0, left);
        stages[2] = left - stages[3];
    }

    /// <summary>The handler's steps, and as <c>run</c> what it did not break down. Steps that claim more than the whole are scaled to it.</summary>
    private static void Run(ref ItemStages stages, in HandlerPhases phases, double run)
    {
        (stages[5], stages[6], stages[7], stages[8], stages[9]) =
            (Known(phases.Download, 0), Known(phases.Decode, 0), Known(phases.Infer, 0), Known(phases.Draw, 0), Known(phases.Write, 0));
        var steps = stages[5] + stages[6] + stages[7] + stages[8] + stages[9];
        for (var step = 5; steps > run && step <= 9; step++)
        {
            stages[step] *= run / steps;
        }

        stages[10] = Math.Max(0, run - steps);
    }

    private static double Known(double value, double otherwise) => double.IsFinite(value) ? value : otherwise;
}
