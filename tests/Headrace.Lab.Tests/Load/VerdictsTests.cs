using Headrace.Lab.Load;
using Headrace.Lab.Records;

namespace Headrace.Lab.Tests.Load;

public sealed class VerdictsTests
{
    private static readonly Moment Start = new(1_700_000_000_000_000);

    /// <summary>300 items of one instant go out within 10 ms: to an echo of 1 ms that is nearly all of the answer, of an image function's 300 ms it is a thirtieth.</summary>
    [Theory]
    [InlineData(1, true)]
    [InlineData(150, false)]
    [InlineData(300, false)]
    public void TheSameLagSpoilsAnEchoAndNotAnImageFunction(double service, bool wasBottleneck)
    {
        var verdict = Of([.. Enumerable.Range(1, 300).Select(item => (item / 30.0, service))]);

        Assert.Equal(wasBottleneck, verdict.WasBottleneck);
        Assert.Equal(9.9, verdict.LagP99, 1);
    }

    [Fact]
    public void TheSentenceNamesThePercentileThatSuffersMost()
    {
        var verdict = Of([.. Enumerable.Range(1, 100).Select(item => (item > 90 ? 40.0 : 0, 60.0))]);

        Assert.True(verdict.WasBottleneck);
        Assert.Contains("40 % of the response at p95, 40 of 100 ms", verdict.Sentence, StringComparison.Ordinal);
    }

    /// <summary>Half a millisecond is most of a fast answer, and less than logs can tell apart.</summary>
    [Fact]
    public void WhatLogsCannotTellApartIsNoLateness() => Assert.False(Of([.. Enumerable.Repeat((0.5, 0.2), 100)]).WasBottleneck);

    [Theory]
    [InlineData(1.7, false)]
    [InlineData(1.9, true)]
    public void AGeneratorThatUsesUpTheProcessorMeasuresItself(double cores, bool wasBottleneck) => Assert.Equal(wasBottleneck, Of([(0, 100)], cores).WasBottleneck);

    private static GeneratorVerdict Of((double Lag, double Service)[] items, double processors = 0.1)
    {
        var figures = new LiveFigures();
        foreach (var (lag, service) in items)
        {
            figures.Ended(new Item { Id = "1", Intended = Start, Sent = Start.Plus(lag), Visible = Start.Plus(lag + service) });
        }

        return Lab.Load.Verdicts.Of(figures.Snapshot(), processors, 2);
    }
}
