using Headrace.Lab.Records;
using Headrace.Lab.Simulation;

namespace Headrace.Lab.Tests.Simulation;

public sealed class CalibrationTests
{
    private static readonly Moment Start = new(1_700_000_000_000_000);

    /// <summary>Alone a cold item takes 100 + 300 ms, a warm one 10 + 90; its function 60 or 20 ms of processor time, engine and generator 10.</summary>
    [Fact]
    public void ProcessorTimeIsTheFunctionsAndWhatIsDoneAroundIt()
    {
        var times = Of(others: 0, cores: 2);

        Assert.Equal(30 / 100.0, times.Processors!.Warm, 9);
        Assert.Equal((70 - (0.3 * 10)) / 390, times.Processors.Cold, 9);
        Assert.Equal([90.0, 90.0], times.Warm);
        Assert.Contains("a cold item takes 70 ms of processor time, a warm one 30 ms, 10 ms of them engine and generator", times.Source, StringComparison.Ordinal);
    }

    /// <summary>Beside others it had half a processor: its 30 ms of work took 60 of the 100 by the clock, and would take 30.</summary>
    [Fact]
    public void WhatOthersTookIsTakenOffTheClock()
    {
        var times = Of(others: 1.5, cores: 2);

        Assert.Equal(0.7 * 90, times.Warm[0], 9);
        Assert.Equal(0.7 * 10, times.Before[0], 9);
        Assert.Equal(30 / 70.0, times.Processors!.Warm, 9);
        Assert.Equal(330 / 400.0 * 300, times.Cold[0].Run, 9);
    }

    /// <summary>One window of a level of ten has a cold and nine warm items: what it takes beyond its cold one are the warm ones.</summary>
    [Fact]
    public void WhereNoItemWasWarmAloneOthersSay()
    {
        var run = RunOf([Cold(1), .. Enumerable.Range(0, 10).Select(index => (index == 0 ? Cold(1) : Warm(1)) with { Level = 10, Id = $"ten-{index}" })], [Window(1, 1, 0.060, 0.5), Window(10, 1, 0.060 + (9 * 0.020), 1)]);

        var times = MeasuredTimes.Of(run);

        Assert.Contains("a cold item takes 70 ms of processor time, a warm one 30 ms", times.Source, StringComparison.Ordinal);
        Assert.Equal(300 * 20 / 60.0, times.Warm[0], 9);
    }

    [Fact]
    public void ARunThatWasNotWatchedSaysNothing()
    {
        Assert.Null(MeasuredTimes.Of(RunOf([Cold(1)], [])).Processors);
        Assert.Null(MeasuredTimes.Of(RunOf([Cold(1)], [Window(1, 1, double.NaN, 1) with { Engine = double.NaN }])).Processors);
    }

    [Fact]
    public void OnAwsOnlyWhatComputesIsSlowerOnAShareOfAProcessor()
    {
        var times = Samples.Fixed.WithProcessorShare(1769 / 2, 0.5);

        Assert.Equal(500 + (500 * 1769.0 / (1769 / 2)), times.Warm[0], 9);
    }

    private static MeasuredTimes Of(double others, int cores) => MeasuredTimes.Of(RunOf(
        [Cold(1), Cold(2), Warm(3), Warm(4), .. Enumerable.Range(0, 20).Select(index => Warm(5 + (index / 10)) with { Level = 10, Id = $"ten-{index}" })],
        [Window(1, 1, 0.060, 0.5, others), Window(1, 2, 0.060, 0.7, others), Window(1, 3, 0.020, 0.2, others), Window(1, 4, 0.020, 0.3, others), Window(10, 5, 0.200, 1, others), Window(10, 6, 0.200, 2, others)],
        cores));

    private static Run RunOf(Item[] items, LevelProcessors[] windows, int cores = 2) => new(new RunFolder("nowhere"), new RunManifest
    {
        Name = "alone",
        Kind = "measured",
        Started = Start.ToDateTimeOffset(),
        Machine = new Machine("", cores, 1L << 34, ""),
        Processors = windows,
    }, ItemTable.Of(items));

    /// <summary>Engine and generator take 10 ms for each item; in longer windows they look for results, too.</summary>
    /// <param name="others">In cores.</param>
    private static LevelProcessors Window(int level, int repetition, double functions, double seconds, double others = 0)
    {
        var around = (0.010 * level) + (seconds > 1 ? 0.5 : 0);
        return new("", level, repetition, true, seconds, around / 2, functions, around / 2, others * seconds);
    }

    private static Item Cold(int repetition) => Warm(repetition) with { Cold = true, Init = 90, Started = Start.Plus(100), Ended = Start.Plus(400), Visible = Start.Plus(400), Duration = 300 };

    private static Item Warm(int repetition) => new()
    {
        Id = $"{repetition}",
        Level = 1,
        Repetition = repetition,
        Intended = Start,
        Started = Start.Plus(10),
        Ended = Start.Plus(100),
        Visible = Start.Plus(100),
        Duration = 90,
        Cold = false,
    };
}
