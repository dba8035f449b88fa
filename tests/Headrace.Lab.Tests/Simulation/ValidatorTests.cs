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
        Assert.Equal(30.0, level.Figures.Single(figure => figure.Name == "succeeded").Measured);
        Assert.Contains("p95 +0.0%", validation.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void AWrongModelHasItsErrorStated()
    {
        var level = Validator.Validate(Model with { Reserved = 10 }, Samples.Constant(200, 2000), Simulated(Model, 10), 5).Validation.Levels[0];

        Assert.Equal(1.0, level.Figures.Single(figure => figure.Name == "p50").RelativeError, 6);
        Assert.Equal(1.0, level.Distance);
        Assert.Equal((30.0, 100.0), (level.Figures.Single(figure => figure.Name == "succeeded").Measured, level.Figures.Single(figure => figure.Name == "succeeded").Predicted));
    }

    [Fact]
    public void WarmUpWarmsAndCountsNowhere()
    {
        var run = Simulated(Model, 10);
        var items = ItemTable.Of([.. run.Items.Select(item => item with { Repetition = 0 }), .. run.Items.Select(item => item with { Intended = item.Intended.Plus(60_000) })]);

        var (validation, simulated) = Validator.Validate(Model, Samples.Fixed, run with { Items = items }, 5);

        Assert.Equal(0, validation.Levels[0].Figures.Single(figure => figure.Name == "cold share").Predicted);
        Assert.Equal(20, simulated.Count);
    }

    [Fact]
    public void ARunWithASweepIsRefused()
    {
        var run = Simulated(Model, 2);
        var items = ItemTable.Of(run.Items.Select((item, index) => item with { Variant = $"memory={index}" }));

        Assert.Contains("without a sweep", Assert.Throws<LabException>(() => Validator.Validate(Model, Samples.Fixed, run with { Items = items }, 1)).Message, StringComparison.Ordinal);
    }

    private static Run Simulated(LambdaModel model, int sites)
    {
        var items = new ItemTable();
        Lab.Simulation.Simulation.Run(model, Samples.Fixed, Arrivals.Burst(sites, 1, 0, 0, 1), 1).AddTo(items, Start, sites);
        return new Run(new RunFolder("nowhere"), new RunManifest { Name = "itself", Kind = "simulated", Started = Start.ToDateTimeOffset() }, items);
    }
}
