using Headrace.Calibration.Exporting;
using Headrace.Calibration.Forest;
using Headrace.Onnx;

namespace Headrace.Calibration.Tests.Exporting;

public sealed class RegressorModelTests
{
    public RegressorModelTests() => Assert.SkipUnless(OnnxRuntimeLibrary.IsAvailable, "ONNX Runtime is not here: eng/fetch-native");

    [Theory]
    [InlineData("m", 10)]
    [InlineData("cm", 10)]
    [InlineData("m", null)]
    public void The_written_model_predicts_what_the_forest_does(string unit, int? depth)
    {
        var calibration = Calibration.Run(
            new CalibrationOptions
            {
                Counts = Repository.Hydrocam("firstdamsite.csv"),
                Gauge = Repository.Hydrocam("USGS_FD.csv"),
                Unit = unit,
                Forest = new ForestOptions { MaximumDepth = depth },
            },
            TestContext.Current.CancellationToken);
        using var model = OnnxModel.Open(RegressorModel.Of(calibration.Forest, calibration.Report).ToBytes());

        // Every row that was used, and counts between and beyond them.
        var counts = calibration.Rows.SelectMany(row => row.Pair.Counts).Concat(Enumerable.Range(0, 500).SelectMany(n => (float[])[n * 77, n * 131.5f])).ToArray();
        using var input = OnnxValue.Over<float>(counts, counts.Length / 2, 2);
        using var results = model.Run(new OnnxInput(RegressorModel.Input, input));
        var stages = results[RegressorModel.Output].AsSpan<float>();

        Assert.Equal(counts.Length / 2, stages.Length);
        for (var row = 0; row < stages.Length; row++)
        {
            // Of a value above 1 the share: a float of 100 cm is not finer than that.
            var expected = calibration.Forest.Predict(counts.AsSpan(2 * row, 2));
            Assert.Equal(expected, stages[row], unit == "m" ? 1e-5 : 1e-6 * expected);
        }

        Assert.Equal(unit, model.Metadata[RegressorModel.UnitKey]);
        Assert.Equal("2", model.Metadata["headrace.rois"]);
        Assert.Equal("float32[N,2]", model.Inputs.Single().ToString());
        Assert.Equal("float32[N,1]", model.Outputs.Single().ToString());
    }

    [Fact]
    public void A_forest_of_single_leaves_is_a_model_too()
    {
        var forest = RandomForest.Fit(new Samples([1, 2, 3], 1, [4, 4, 4]), new ForestOptions { Trees = 2 }, TestContext.Current.CancellationToken);
        var report = new CalibrationReport("m", 3, 3, 0, [], 3, "random", new ForestReport(2, null, 1, 1, 42, 2), new(3, null, 0, 0, 0), null, new(0, null, 0, 0, 0), [0], null);
        using var model = OnnxModel.Open(RegressorModel.Of(forest, report).ToBytes());
        using var input = OnnxValue.Over<float>(new float[] { 7 }, 1, 1);
        using var results = model.Run(new OnnxInput(RegressorModel.Input, input));

        Assert.Equal(4, results[0].AsSpan<float>()[0]);
    }
}
