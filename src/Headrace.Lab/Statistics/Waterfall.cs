using Headrace.Lab.Records;

namespace Headrace.Lab.Statistics;

/// <summary>Mean stages of the items around a percentile of the response; their sum is <paramref name="Total"/>.</summary>
/// <param name="Percentile">50, 90, 95, 99.</param>
/// <param name="Total">Milliseconds: the mean response of those items, so near the percentile and not the percentile itself.</param>
/// <param name="Stages">In the order in which they happen; a stage that no item of the run has is not there.</param>
public sealed record Waterfall(double Percentile, double Total, IReadOnlyList<Stage> Stages)
{
    private static readonly double[] Percentiles = [50, 90, 95, 99];

    /// <summary>Each over the items whose rank is within 5 percent of the percentile, and at most half the way to the slowest: 45–55, 85–95, 92.5–97.5, 98.5–99.5.</summary>
    internal static IReadOnlyList<Waterfall> AllOf(ItemTable table, ItemColumn response)
    {
        if (response.Values.Length == 0)
        {
            return [];
        }

        var bands = Percentiles.Select(percentile => MeanOf(table, response, percentile)).ToArray();
        var present = Enumerable.Range(0, ItemStages.Count).Where(stage => bands.Any(band => band[stage] > 0)).ToArray();
        return [.. Percentiles.Zip(bands, (percentile, band) =>
        {
            Stage[] stages = [.. present.Select(stage => new Stage(ItemStages.Names[stage], band[stage]))];
            return new Waterfall(percentile, stages.Sum(stage => stage.Milliseconds), stages);
        })];
    }

    private static ItemStages MeanOf(ItemTable table, ItemColumn response, double percentile)
    {
        var width = Math.Min(5, (100 - percentile) / 2);
        var last = response.Values.Length - 1;
        var (from, to) = ((int)Math.Round(last * (percentile - width) / 100), (int)Math.Round(last * (percentile + width) / 100));
        var items = response.Items;
        var mean = new ItemStages();
        for (var rank = from; rank <= to; rank++)
        {
            var stages = ItemStages.Of(table.At(items[rank]));
            for (var stage = 0; stage < ItemStages.Count; stage++)
            {
                mean[stage] += stages[stage] / (to - from + 1);
            }
        }

        return mean;
    }
}
