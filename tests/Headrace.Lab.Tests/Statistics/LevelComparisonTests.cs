using Headrace.Lab.Records;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Tests.Statistics;

public sealed class LevelComparisonTests
{
    [Fact]
    public void Levels_without_any_variation_are_not_tested()
    {
        var levels = Assert.Single(Runs.Summary(OfLevels((1, 5), (10, 5), (20, 5))).Levels);

        Assert.Null(levels.Anova);
        Assert.Empty(levels.Pairs);
    }

    [Fact]
    public void Levels_that_differ_without_variation_within_differ_for_certain()
    {
        var summary = Runs.Summary(OfLevels((1, 5), (10, 6)));
        var levels = Assert.Single(summary.Levels);

        Assert.Equal((double.PositiveInfinity, 0, 1), (levels.Anova!.F, levels.Anova.P, levels.Anova.EtaSquared));
        Assert.Contains("= ∞, p = 0", SummaryMarkdown.TextOf(summary), StringComparison.Ordinal);
    }

    [Fact]
    public void A_level_of_one_item_has_figures_and_no_tests()
    {
        var levels = Assert.Single(Runs.Summary([.. OfLevels((10, 5)), .. OfLevels((20, 7)), Runs.Item(0, 0, 3) with { Level = 1 }, Runs.Item(0, 0, 9) with { Level = 20 }]).Levels);

        Assert.Equal([1, 10, 20], levels.Levels.Select(level => level.Level));
        Assert.Equal([(10, 20)], levels.Pairs.Select(pair => (pair.A, pair.B)));
        Assert.NotNull(levels.Anova);
    }

    [Fact]
    public void Each_variant_of_a_sweep_has_its_own_comparison()
    {
        var items = OfLevels((1, 5), (10, 6)).Select((item, number) => item with { Variant = number % 2 == 0 ? "memory=512" : "memory=1024" });
        var summary = Runs.Summary(items);

        Assert.Equal(["", "memory=512", "memory=1024"], summary.Levels.Select(comparison => comparison.Variant));
        Assert.Null(summary.Scaling);
    }

    [Fact]
    public void A_levels_throughput_does_not_count_the_pauses_between_its_bursts()
    {
        var items = from level in new[] { 1, 10 } from burst in new[] { 0, 1_800_000, 3_600_000 } from site in Enumerable.Range(0, level) select Runs.Item(site, burst, 2_000) with { Level = level };

        Assert.Equal([0.5, 5], Assert.Single(Runs.Summary(items).Levels).Levels.Select(level => Math.Round(level.Throughput, 9)));
    }

    private static IEnumerable<Item> OfLevels(params (int Level, double Response)[] levels) =>
        from level in levels from number in Enumerable.Range(0, 8) select Runs.Item(number, number, level.Response) with { Level = level.Level };
}
