using System.Globalization;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Tests.Statistics;

/// <summary>The figures that the original experiment printed, to every digit.</summary>
public sealed class HydrocamTests
{
    /// <summary>The notebook's: 6.2 GB at $0.0000166667 for a GB-second of the billed duration, requests not counted.</summary>
    private static readonly SummaryOptions Options = new() { Levels = [1, 50, 100, 150, 200, 250, 300], Memory = 6.2, GigabyteSecondPrice = 0.0000166667, RequestPrice = 0 };

    [Fact]
    public void Mean_event_to_end_and_cost_by_level()
    {
        var levels = EventToEnd().Levels;

        Assert.Equal([1, 50, 100, 150, 200, 250, 300], levels.Select(level => level.Level));
        Assert.Equal([17L, 850, 1600, 2400, 3200, 3999, 4800], levels.Select(level => level.Count));
        Assert.Equal(["21.86", "21.36", "21.22", "21.92", "21.47", "22.12", "22.40"], levels.Select(level => Text(level.Mean / 1000, "0.00")));
        Assert.Equal(
            ["0.002062", "0.002031", "0.002014", "0.002075", "0.002030", "0.002100", "0.002126"], levels.Select(level => Text(level.MeanCost, "0.000000")));
    }

    [Fact]
    public void Analysis_of_variance()
    {
        var anova = EventToEnd().Anova!;

        Assert.Equal("46.9699", Text(anova.F, "0.0000"));
        Assert.Equal((6, 16_859), (anova.DegreesBetween, anova.DegreesWithin));
        Assert.Equal("1.987413E-057", Text(anova.P, "0.000000E000"));
    }

    [Fact]
    public void Welch_of_50_against_300()
    {
        var test = Assert.Single(EventToEnd().Pairs, pair => (pair.A, pair.B) == (50, 300));

        Assert.Equal("-8.048891", Text(test.T, "0.000000"));
        Assert.Equal("2.125241E-015", Text(test.P, "0.000000E000"));
        Assert.Equal(test.P * 21, test.CorrectedP, 1e-25);
    }

    private static LevelComparison EventToEnd() =>
        Assert.Single(Runs.Summary(Hydrocam.Items(), Options).Levels, comparison => comparison.Measure == Measure.EventToEnd);

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
