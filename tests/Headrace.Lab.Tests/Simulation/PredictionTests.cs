using Headrace.Lab.Costs;
using Headrace.Lab.Records;
using Headrace.Lab.Simulation;

namespace Headrace.Lab.Tests.Simulation;

public sealed class PredictionTests
{
    [Fact]
    public void APredictionSaysWhatItsItemsSay()
    {
        var times = Samples.Fixed with { MemorySize = 2048, FailureShare = 0.2, After = [10] };
        var result = Lab.Simulation.Simulation.Run(new LambdaModel { Reserved = 40 }, times, Arrivals.Burst(100, 3, 60_000, 0, 1), 9);
        var items = new ItemTable();
        result.AddTo(items, new Moment(1_700_000_000_000_000), 100);

        var prediction = result.ToPrediction(100, new Calculation(PriceList.Default, new LambdaSettings()));

        Assert.Equal((300, 180, 40), (prediction.Arrivals, prediction.Throttled, prediction.Cold));
        Assert.Equal(prediction.Succeeded, items.Count(item => item.Status == ItemStatus.Succeeded));
        Assert.Equal(prediction.Failed, items.Count(item => item.Status == ItemStatus.Failed));
        Assert.Equal(prediction.Cold, items.Count(item => item.Cold == true));
        Assert.Equal(1010, prediction.P50, 6);
        Assert.Equal(1110, prediction.Max, 6);
        Assert.Equal(121.01, prediction.Span, 2);
        Assert.Equal(new Calculation(PriceList.Default, new LambdaSettings()).Of(items, null)!.Run.Total / 300, prediction.CostPerItem, 12);
        Assert.Equal(40, prediction.Timeline.Max(point => point.Environments));
    }

    [Fact]
    public void ASummaryComesBackFromItsFile()
    {
        var folder = Directory.CreateTempSubdirectory("headrace-lab-");
        try
        {
            var run = new RunFolder(folder.FullName);
            Assert.Null(SimulationFile.Find(run));
            var prediction = Lab.Simulation.Simulation.Run(new LambdaModel(), Samples.Fixed, [], 1).ToPrediction(1, null);
            SimulationFile.Write(run, new SimulationSummary(["a line"], [prediction], new ModelValidation("other", [new ValidationLevel(1, [new("p50", "ms", double.NaN, 2)], 0.5, [new(0.5, 1, 2)])], "far off")));

            var found = SimulationFile.Find(run)!;

            Assert.Equal(prediction with { Timeline = found.Predictions[0].Timeline }, found.Predictions[0]);
            Assert.True(double.IsNaN(found.Validation!.Levels[0].Figures[0].Measured));
            Assert.Equal(new QuantilePair(0.5, 1, 2), found.Validation.Levels[0].Quantiles[0]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
