using Headrace.Lab.Records;
using Headrace.Lab.Simulation;

namespace Headrace.Lab.Tests.Simulation;

public sealed class ValidatorTests
{
    private static readonly Moment Start = new(1_700_000_000_000_000);
    private static readonly LambdaModel Model = new() { AccountConcurrency = 1000, Reserved = 3 };

    [Fact]
    public void TheModelHeldAgainstItselfHasNoError()
    {
        var validation = Validator.Validate(Model, Samples.Fixed, Simulated(Model, 10), 5).Validation;

        var level = Assert.Single(validation.Levels);
        Assert.Equal((10, 0.0), (level.Sites, level.Distance));
        Assert.All(level.Figures, figure => Assert.Equal(figure.Measured, figure.Predicted, 6));
        Assert.All(level.Quantiles, pair => Assert.Equal(pair.Measured, pair.Predicted, 6));
        Assert.Equal(30.0, level.Of("succeeded").Measured);
        Assert.Contains("p95 +0.0\u00a0%", validation.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void AWrongModelHasItsErrorStated()
    {
        var level = Validator.Validate(Model with { Reserved = 10 }, Samples.Constant(200, 2000), Simulated(Model, 10), 5).Validation.Levels[0];

        Assert.Equal(1.0, level.Of("p50").RelativeError, 6);
        Assert.Equal(1.0, level.Distance);
        Assert.Equal((30.0, 100.0), (level.Of("succeeded").Measured, level.Of("succeeded").Predicted));
    }

    [Fact]
    public void WarmUpWarmsAndCountsNowhere()
    {
        var run = Simulated(Model, 10);
        var items = ItemTable.Of([.. run.Items.Select(item => item with { Repetition = 0 }), .. run.Items.Select(item => item with { Intended = item.Intended.Plus(60_000) })]);

        var (validation, simulated) = Validator.Validate(Model, Samples.Fixed, run with { Items = items }, 5);

        Assert.Equal(0, validation.Levels[0].Of("cold starts").Predicted);
        Assert.Equal(20, simulated.Count);
    }

    /// <summary>Each level with the processors that others left while it was measured; what was warm before it is cold again.</summary>
    [Fact]
    public void LevelsThatBeganColdStandAloneWithTheProcessorsTheyHad()
    {
        var host = new HostModel { Cores = 2, StartsByLoad = false };
        var times = Samples.Constant(100, 1000) with { Processors = new ProcessorUse(1, 1) };
        var items = new ItemTable();
        foreach (var (level, others) in ((int, double)[])[(4, 0), (8, 1)])
        {
            var result = Lab.Simulation.Simulation.Run(Samples.Unlimited with { Host = host with { OtherLoad = others / 2 } }, times, Arrivals.Burst(level, 1, 0, 0, 1), 1);
            result.AddTo(items, Start.Plus(level * 60_000), level);
        }

        var run = new Run(new RunFolder("nowhere"), new RunManifest
        {
            Name = "two levels",
            Kind = "measured",
            Started = Start.ToDateTimeOffset(),
            Processors = [new LevelProcessors("", 4, 1, true, 2, 1, 3, 0, 0), new LevelProcessors("", 8, 1, true, 8, 1, 7, 0, 8)],
        }, items);

        var validation = Validator.Validate(Samples.Unlimited with { Host = host }, times, run, 5).Validation;

        Assert.All(validation.Levels.SelectMany(level => level.Figures), figure => Assert.Equal(figure.Measured, figure.Predicted, 6));
        Assert.Equal([2200.0, 8800.0], validation.Levels.Select(level => level.Of("p50").Measured));
        Assert.Equal(0.8, validation.OtherCores);
    }

    [Fact]
    public void ASweepOfReservedConcurrencyIsTheModels()
    {
        var items = ItemTable.Of(((int[])[2, 5]).SelectMany(reserved => Simulated(Model with { Reserved = reserved }, 10).Items.Select(item => item with
        {
            Variant = $"concurrency={reserved}",
            Intended = item.Intended.Plus(reserved * 3_600_000),
            Visible = item.Visible.Plus(reserved * 3_600_000),
        })));

        var levels = Validator.Validate(Model, Samples.Fixed, Simulated(Model, 1) with { Items = items }, 5).Validation.Levels;

        Assert.Equal([("concurrency=2", 20.0, 20.0), ("concurrency=5", 50.0, 50.0)], levels.Select(level => (level.Variant, level.Of("succeeded").Measured, level.Of("succeeded").Predicted)));
        Assert.All(levels, level => Assert.Equal(100 - level.Of("succeeded").Measured, level.Of("throttled").Predicted));
    }

    [Fact]
    public void ARunWithASweepIsRefused()
    {
        var run = Simulated(Model, 2);
        var items = ItemTable.Of(run.Items.Select((item, index) => item with { Variant = $"memory={index}" }));

        Assert.Contains("without a sweep of memory", Assert.Throws<LabException>(() => Validator.Validate(Model, Samples.Fixed, run with { Items = items }, 1)).Message, StringComparison.Ordinal);
    }

    private static Run Simulated(LambdaModel model, int sites)
    {
        var items = new ItemTable();
        Lab.Simulation.Simulation.Run(model, Samples.Fixed, Arrivals.Burst(sites, 1, 0, 0, 1), 1).AddTo(items, Start, sites);
        return new Run(new RunFolder("nowhere"), new RunManifest { Name = "itself", Kind = "simulated", Started = Start.ToDateTimeOffset() }, items);
    }
}
