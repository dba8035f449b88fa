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
        var sentence = string.Create(CultureInfo.InvariantCulture, $"{Says(most.Name)} takes {share:P0} of the {Figures.Time(median.Total)} around the median") + (most.Name == mostOfTail.Name
            ? string.Create(CultureInfo.InvariantCulture, $", and {tailShare:P0} of the {Figures.Time(tail.Total)} around p99.")
            : string.Create(CultureInfo.InvariantCulture, $"; around p99 {Says(mostOfTail.Name).ToLowerInvariant()} takes {tailShare:P0} of {Figures.Time(tail.Total)}."));
        return new(most.Name, share, mostOfTail.Name, tailShare, sentence);
    }

    private static string Says(string stage) => stage switch
    {
        "lag" => "The generator's own lag",
        "upload" => "The upload",
        "queue" => "Waiting in the queue",
        "spawn" => "Making environments",
        "init" => "Their init",
        "download" => "Downloading the image",
        "decode" => "Decoding",
        "infer" => "Inference",
        "draw" => "Drawing",
        "write" => "Writing the result",
        "run" => "The handler",
        _ => "Making the result visible",
    };
}
