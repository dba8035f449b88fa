using Headrace.Lab.Records;
using Headrace.Lab.Simulation;

namespace Headrace.Lab.Tests.Simulation;

public sealed class MeasuredTimesTests
{
    private static readonly Moment Start = new(1_700_000_000_000_000);

    [Fact]
    public void WhatAColdItemWaitedBeyondAWarmOneIsItsStart()
    {
        var times = MeasuredTimes.Of(ItemTable.Of([Cold(500, 80, 300), Warm(20, 100), Warm(22, 110), Warm(21, 120)]));

        Assert.Equal([20, 22, 21], times.Before);
        Assert.Equal([new ColdTimes(500 - 21, 300)], times.Cold);
        Assert.Equal([100, 110, 120], times.Warm);
        Assert.Equal([5, 5, 5, 5], times.After);
        Assert.Equal(512, times.MemorySize);
    }

    [Fact]
    public void OnlyTheLowestLevelCountsUnlessOneIsNamed()
    {
        var items = ItemTable.Of([Warm(1, 10) with { Level = 1 }, Warm(1, 90) with { Level = 50 }, Warm(1, 5) with { Level = 1, Repetition = 0 }]);

        Assert.Equal([10], MeasuredTimes.Of(items).Warm);
        Assert.Equal([90], MeasuredTimes.Of(items, 50).Warm);
        Assert.Contains("level 7", Assert.Throws<LabException>(() => MeasuredTimes.Of(items, 7)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ARunThatKnowsOnlyBillingAndTheEndIsEnough()
    {
        var times = MeasuredTimes.Of(ItemTable.Of([new Item { Id = "1", EventTime = Start, Ended = Start.Plus(21_000), Billed = 19_000, Cold = true }]));

        Assert.Equal([2000], times.Before);
        Assert.Equal([new ColdTimes(0, 19_000)], times.Cold);
        Assert.Equal([19_000], times.Warm);
        Assert.Contains("none was warm", times.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void ARunWithoutDurationsIsRefused() =>
        Assert.Contains("how long any invocation ran", Assert.Throws<LabException>(() => MeasuredTimes.Of(ItemTable.Of([new Item { Id = "1" }]))).Message, StringComparison.Ordinal);

    [Fact]
    public void FittedTimesHaveTheMomentsOfTheirLogarithms()
    {
        double[] runs = [80, 100, 125, 90, 110];
        var fitted = new MeasuredTimes { Cold = [new(0, 1)], Warm = runs }.Fitted().Warm;

        Assert.Equal(runs.Average(Math.Log), fitted.Average(Math.Log), 3);
        Assert.True(fitted.Max() > runs.Max());
    }

    [Theory]
    [InlineData(1769, 1, 1)]
    [InlineData(512, 1, 1769 / 512.0)]
    [InlineData(1769, 2, 2)]
    [InlineData(10_240, 2, 1)]
    public void RunsTakeLongerOnAShareOfAProcessorAndStartsDoNot(int memory, double threads, double factor)
    {
        var times = Samples.Fixed.WithProcessorShare(memory, threads);

        Assert.Equal(1000 * factor, times.Warm[0], 9);
        Assert.Equal(new ColdTimes(100, 1000 * factor), times.Cold[0]);
        Assert.Equal(memory, times.MemorySize);
    }

    private static Item Warm(double before, double run) => new()
    {
        Id = $"{before}",
        Intended = Start,
        Started = Start.Plus(before),
        Ended = Start.Plus(before + run),
        Visible = Start.Plus(before + run + 5),
        Duration = run,
        Cold = false,
        MemorySize = 512,
    };

    private static Item Cold(double before, double init, double run) => Warm(before, run) with { Cold = true, Init = init };
}
