using System.Xml.Linq;
using Headrace.Lab.Costs;
using Headrace.Lab.Tuning;
using Headrace.Wire.Signing;

namespace Headrace.Lab.Tests.Tuning;

public sealed class PowerTunerTests
{
    private static readonly TuningOptions Options = new() { Function = "tuned", Memory = [128, 512, 1024], Payload = "{}"u8.ToArray(), Rounds = 2, Warm = 3 };

    [Fact]
    public async Task TheCheapestSizeIsChosenAndTheOldOnePutBack()
    {
        // 128 MB: 12.8 GB-ms of 800 ms; 512 MB is the bargain.
        using var lambda = new FakeLambda(memory => (memory switch { 128 => 800, 512 => 100, _ => 90 }, null)) { HasShares = false };

        var result = await TuneAsync(lambda, Options);

        Assert.Equal(512, result.Chosen);
        Assert.Equal([128, 512, 1024, 128, 512, 1024, 640], lambda.Updates);
        Assert.Equal(2 * 3 * 4, lambda.Invocations);
        var point = result.Points[1];
        Assert.Equal((2, 6, 100.0, 100.0, 60, 0), (point.Cold, point.Warm, point.Init, point.Duration, point.MaxMemoryUsed, point.Failed));
        Assert.Equal((0.5 * 0.1 * 0.0000166667) + 0.0000002, point.Cost, 15);
        Assert.Equal((0.5 * 0.2 * 0.0000166667) + 0.0000002, point.ColdCost, 15);
        Assert.Contains("512 MB is cheapest", result.Sentence, StringComparison.Ordinal);
        Assert.Equal([TuningResult.LocalRemark], result.Remarks);
    }

    [Fact]
    public async Task ASizeThatFailsIsNotChosen()
    {
        using var lambda = new FakeLambda(memory => (10, memory == 128 ? "Runtime.ExitError" : null));

        var result = await TuneAsync(lambda, Options);

        Assert.Equal(512, result.Chosen);
        Assert.Equal(8, result.Points[0].Failed);
        Assert.Contains("Runtime.ExitError", result.Points[0].Error, StringComparison.Ordinal);
        Assert.True(double.IsNaN(result.Points[0].Cost));
    }

    [Fact]
    public async Task NoSizeMayBeFastEnough()
    {
        using var lambda = new FakeLambda(_ => (10, null));

        var result = await TuneAsync(lambda, Options with { Target = new LatencyTarget(95, 0.000001) });

        Assert.Null(result.Chosen);
        Assert.StartsWith("No size meets p95 < 0 ms", result.Sentence, StringComparison.Ordinal);
        Assert.Equal(640, lambda.Memory);
    }

    [Fact]
    public async Task AShareOfAProcessorMakesSmallSizesSlower()
    {
        using var lambda = new FakeLambda(_ => (100, null));

        var result = await TuneAsync(lambda, Options with { Memory = [1769, 3538], Threads = 2 });

        Assert.Equal([200, 100], result.Points.Select(point => point.Duration));
        Assert.True(result.Points[0].P50 > 100 && result.Points[1].P50 < 100);
        Assert.Equal(result.Points[1].Cost, result.Points[0].Cost, 15);
    }

    [Fact]
    public async Task AnEngineWithSharesIsNotCorrected()
    {
        using var lambda = new FakeLambda(memory => (100_000.0 / memory, null)) { HasShares = true };

        Assert.DoesNotContain(TuningResult.LocalRemark, (await TuneAsync(lambda, Options)).Remarks);
        var refused = await Assert.ThrowsAsync<LabException>(() => TuneAsync(lambda, Options with { Threads = 1 }));
        Assert.Contains("twice", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100, 100, 114, true)]
    [InlineData(100, 100, 116, false)]
    public void SizesOfOneSpeedAreRemarked(double first, double second, double third, bool areOne)
    {
        double[] speeds = [first, second, third];
        var points = Options.Memory.Select((memory, index) => TuningPoint.Of(memory, [new TuningCall(speeds[index], double.NaN, speeds[index], speeds[index], 60, "")], Options, new Calculation(PriceList.Default, new LambdaSettings()))).ToList();

        var remarks = TuningResult.Of(Options, hasShares: null, "prices", points).Remarks;

        Assert.Equal(areOne, remarks is [var remark] && remark.StartsWith("Every size is as fast as every other", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhenItIsInterruptedTheOldSizeIsPutBack()
    {
        using var interrupt = new CancellationTokenSource();
        using var lambda = new FakeLambda(_ => (10, null)) { Invoked = number => { if (number == 5) { interrupt.Cancel(); } } };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TuneAsync(lambda, Options, interrupt.Token));

        Assert.Equal([128, 512, 640], lambda.Updates);
    }

    [Fact]
    public async Task WhenLambdaRefusesTheOldSizeIsPutBack()
    {
        using var lambda = new FakeLambda(memory => memory == 512 ? throw new HttpRequestException("gone") : (10, null));

        var failure = await Assert.ThrowsAsync<LabException>(() => TuneAsync(lambda, Options));

        Assert.Contains("nobody answers", failure.Message, StringComparison.Ordinal);
        Assert.Equal(640, lambda.Updates[^1]);
    }

    [Fact]
    public async Task AnUpdateIsWaitedFor()
    {
        using var lambda = new FakeLambda(_ => (10, null)) { UpdateTakes = 2 };

        Assert.Equal(128, (await TuneAsync(lambda, Options with { Memory = [128], Rounds = 1 })).Chosen);
    }

    [Fact]
    public async Task AFunctionThatIsNotThereIsSaid()
    {
        using var lambda = new FakeLambda(_ => (10, null));

        var failure = await Assert.ThrowsAsync<LabException>(() => TuneAsync(lambda, Options with { Function = "other" }));

        Assert.Contains("404", failure.Message, StringComparison.Ordinal);
        Assert.Empty(lambda.Updates);
    }

    [Fact]
    public async Task ThePictureShowsEverySize()
    {
        using var lambda = new FakeLambda(memory => (1000.0 / memory, null));

        var svg = (await TuneAsync(lambda, Options)).ToChart(new LatencyTarget(99, 100)).ToSvg();

        var texts = XDocument.Parse(svg).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value).ToList();
        Assert.Contains("1024", texts);
        Assert.Contains(texts, text => text.Contains("warm p99", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("p95<300ms", 95, 300)]
    [InlineData(" p99.9 < 2 s ", 99.9, 2000)]
    [InlineData("p100<0.5ms", 100, 0.5)]
    public void TargetsAreRead(string text, double percent, double milliseconds) => Assert.Equal(new LatencyTarget(percent, milliseconds), LatencyTarget.Parse(text));

    [Theory]
    [InlineData("p0<3ms")]
    [InlineData("p101<3ms")]
    [InlineData("p95>3ms")]
    [InlineData("p95<3")]
    [InlineData("95<3ms")]
    [InlineData("")]
    public void WhatIsNoTargetIsNone(string text) => Assert.Null(LatencyTarget.Parse(text));

    private static async Task<TuningResult> TuneAsync(FakeLambda lambda, TuningOptions options, CancellationToken cancellationToken = default)
    {
        using var http = new SignedHttpClient(new Uri("http://127.0.0.1:1"), new AwsCredentials("id", "key"), handler: lambda);
        return await new PowerTuner(http, options, new Calculation(PriceList.Default, new LambdaSettings()), TimeProvider.System).RunAsync(_ => { }, cancellationToken);
    }
}
