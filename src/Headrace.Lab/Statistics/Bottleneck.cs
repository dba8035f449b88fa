using System.Globalization;

namespace Headrace.Lab.Statistics;

/// <summary>The stage that takes most of the response, at the median and in the tail.</summary>
/// <param name="Share">Of the response at the median, and in <paramref name="TailShare"/> at p99, 0 to 1.</param>
public sealed record Bottleneck(string Stage, double Share, string TailStage, double TailShare, string Sentence)
{
    /// <summary>Null: no waterfall, or the response takes no time.</summary>
    internal static Bottleneck? Of(IReadOnlyList<Waterfall> waterfalls)
    {
        if (waterfalls.Count == 0 || !(waterfalls[0].Total > 0) || !(waterfalls[^1].Total > 0))
        {
            return null;
        }

        var (median, tail) = (waterfalls[0], waterfalls[^1]);
        var (most, mostOfTail) = (median.Stages.MaxBy(stage => stage.Milliseconds)!, tail.Stages.MaxBy(stage => stage.Milliseconds)!);
        var (share, tailShare) = (most.Milliseconds / median.Total, mostOfTail.Milliseconds / tail.Total);
        var typical = string.Create(CultureInfo.InvariantCulture, $"A typical item takes {Figures.Time(median.Total)}, {share:P0} of it {Says(most.Name)}");
        var slowest = string.Create(CultureInfo.InvariantCulture, $"the slowest one in a hundred takes {Figures.Time(tail.Total)}, {tailShare:P0} of it {(most.Name == mostOfTail.Name ? "the same" : Says(mostOfTail.Name))}");
        return new(most.Name, share, mostOfTail.Name, tailShare, $"{typical}; {slowest}.");
    }

    /// <summary>What an item does in a stage, for readers who never saw the inside of one.</summary>
    private static string Says(string stage) => stage switch
    {
        "lag" => "not yet sent, because the load generator was late",
        "upload" => "being uploaded",
        "queue" => "waiting in line for a function that is free",
        "spawn" => "waiting for a new function process to be started",
        "init" => "waiting while a new function process gets ready (loads its code and its model)",
        "download" => "while the function fetches the image",
        "decode" => "while the image is decoded",
        "infer" => "in the model's inference",
        "draw" => "drawing the overlay",
        "write" => "writing the result",
        "run" => "in the function's own code",
        _ => "done, but not yet seen by whoever looks for the result",
    };
}
