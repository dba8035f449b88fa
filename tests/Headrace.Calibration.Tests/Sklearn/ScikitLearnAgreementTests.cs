using System.Globalization;
using System.Text.Json;
using Headrace.Calibration.Forest;
using Headrace.Calibration.Tables;

namespace Headrace.Calibration.Tests.Sklearn;

/// <summary>The same rows, split, depth and options as scikit-learn.</summary>
public sealed class ScikitLearnAgreementTests : IDisposable
{
    /// <summary>Both sides draw their bags from these; the generators differ, so single seeds do not compare, their means do.</summary>
    private static readonly int[] Seeds = [1, 2, 3, 4, 5];

    private readonly string _rows = Path.GetTempFileName();

    public void Dispose() => File.Delete(_rows);

    /// <summary>Of one feature, so that no two splits are equally good: such ties each side breaks by its own dice.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(4, 1)]
    [InlineData(10, 7)]
    public async Task One_tree_of_one_count_predicts_every_row_the_same(int depth, int minimumLeaf)
    {
        var (tree, calibration) = Tree(depth, minimumLeaf, width: 1);
        using var theirs = await ScikitLearn.AskAsync("tree", _rows, Text(depth), Text(minimumLeaf), "1");

        var predictions = Numbers(theirs.RootElement.GetProperty("predictions"));
        Assert.Equal(calibration.Rows.Count, predictions.Length);
        Assert.All(calibration.Rows.Zip(predictions), row => Assert.Equal(row.Second, tree.Predict(row.First.Pair.Counts.AsSpan(0, 1)), 1e-9));
    }

    [Fact]
    public async Task One_tree_of_all_counts_differs_only_where_two_of_them_split_equally_well()
    {
        var (tree, calibration) = Tree(10, 5, width: 2);
        using var theirs = await ScikitLearn.AskAsync("tree", _rows, "10", "5", "2");

        var rows = calibration.Rows.Zip(Numbers(theirs.RootElement.GetProperty("predictions"))).ToList();
        var same = rows.Count(row => Math.Abs(tree.Predict(row.First.Pair.Counts) - row.Second) < 1e-9);
        Assert.True(same >= 0.95 * rows.Count, $"{same} of {rows.Count} predictions are the same");
        Assert.Equal(Numbers(theirs.RootElement.GetProperty("importances"))[0], tree.Importances[0], 0.02);
    }

    [Fact]
    public async Task A_forest_explains_the_held_out_rows_of_a_river_camera_as_well()
    {
        var calibrations = Seeds.Select(seed => Calibrate(10, 1, (ulong)seed)).ToList();
        using var theirs = await ScikitLearn.AskAsync(["forest", _rows, "10", .. Seeds.Select(Text)]);

        double Mean(string name) => theirs.RootElement.EnumerateArray().Average(model => model.GetProperty(name).GetDouble());
        var (r2, outOfBag) = (calibrations.Average(calibration => calibration.Report.HeldOut.R2!.Value), calibrations.Average(calibration => calibration.Report.OutOfBag!.R2!.Value));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"held out: R² {r2:0.0000} (scikit-learn {Mean("r2"):0.0000}), out of bag: {outOfBag:0.0000} ({Mean("oob_r2"):0.0000}), RMSE {calibrations.Average(calibration => calibration.Report.HeldOut.Rmse):0.0000} ({Mean("rmse"):0.0000}) cm"));
        Assert.Equal(Mean("r2"), r2, 0.02);
        Assert.Equal(Mean("oob_r2"), outOfBag, 0.02);
        var importance = theirs.RootElement.EnumerateArray().Average(model => model.GetProperty("importances")[0].GetDouble());
        Assert.Equal(importance, calibrations.Average(calibration => calibration.Report.Importances[0]), 0.05);
    }

    private (RandomForest Tree, Calibration Calibration) Tree(int depth, int minimumLeaf, int width)
    {
        var calibration = Calibrate(depth, minimumLeaf);
        var training = calibration.Rows.Where(row => !row.IsHeldOut).ToList();
        var tree = RandomForest.Fit(
            new Samples([.. training.SelectMany(row => row.Pair.Counts.Take(width))], width, [.. training.Select(row => row.Pair.Stage)]),
            new ForestOptions { Trees = 1, Bootstrap = false, MaximumDepth = depth == 0 ? null : depth, MinimumLeaf = minimumLeaf },
            TestContext.Current.CancellationToken);
        return (tree, calibration);
    }

    /// <summary>The split is the first seed's for all, written to the file that scikit-learn reads.</summary>
    private Calibration Calibrate(int depth, int minimumLeaf, ulong seed = 1)
    {
        var calibration = Calibration.Run(
            new CalibrationOptions
            {
                Counts = Repository.Hydrocam("firstdamsite.csv"),
                Gauge = Repository.Hydrocam("USGS_FD.csv"),
                Unit = "cm",
                SplitSeed = 1,
                Forest = new ForestOptions { Seed = seed, MaximumDepth = depth == 0 ? null : depth, MinimumLeaf = minimumLeaf },
            },
            TestContext.Current.CancellationToken);
        using var file = new StreamWriter(_rows);
        RowsFile.Write(file, calibration);
        return calibration;
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetDouble())];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
