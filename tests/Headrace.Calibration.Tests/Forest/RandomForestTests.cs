using FsCheck;
using FsCheck.Fluent;
using Headrace.Calibration.Forest;

namespace Headrace.Calibration.Tests.Forest;

public sealed class RandomForestTests
{
    private static readonly Gen<(Samples Samples, ForestOptions Options)> Cases =
        from width in Gen.Choose(1, 4)
        from rows in Gen.Choose(1, 60)
        from seed in Gen.Choose(0, int.MaxValue)
        from distinct in Gen.Elements(1, 3, 1000)
        from trees in Gen.Choose(1, 8)
        from depth in Gen.Choose(0, 6)
        from leaf in Gen.Choose(1, 5)
        from features in Gen.Elements(0.1, 0.5, 1.0)
        from bootstrap in Gen.Elements(true, false)
        select (Made(rows, width, distinct, seed), new ForestOptions
        {
            Trees = trees,
            MaximumDepth = depth == 0 ? null : depth,
            MinimumLeaf = leaf,
            MaximumFeatures = features,
            Bootstrap = bootstrap,
            Seed = (ulong)seed,
        });

    [Fact]
    public void A_prediction_lies_within_the_range_of_what_was_learnt() => Prop.ForAll(Cases.ToArbitrary(), test =>
    {
        var forest = RandomForest.Fit(test.Samples, test.Options, default);
        var (least, most) = (test.Samples.Targets.Min(), test.Samples.Targets.Max());
        foreach (var value in (float[])[float.MinValue, -1, 0, 0.5f, 7, 400, float.MaxValue, float.NaN])
        {
            var row = new float[test.Samples.Width];
            Array.Fill(row, value);
            Assert.InRange(forest.Predict(row), least - 1e-9, most + 1e-9);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_same_seed_makes_the_same_forest_whoever_grows_which_tree() => Prop.ForAll(Cases.ToArbitrary(), test =>
    {
        var (one, other) = (RandomForest.Fit(test.Samples, test.Options, default), RandomForest.Fit(test.Samples, test.Options, default));
        Assert.Equal(one.Trees.SelectMany(tree => tree.Nodes), other.Trees.SelectMany(tree => tree.Nodes));
        Assert.Equal(one.OutOfBag, other.OutOfBag);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Leaves_and_depths_keep_to_the_options() => Prop.ForAll(Cases.ToArbitrary(), test =>
    {
        var forest = RandomForest.Fit(test.Samples, test.Options with { Bootstrap = false }, default);
        foreach (var tree in forest.Trees)
        {
            Assert.True(Depth(tree, 0) <= (test.Options.MaximumDepth ?? int.MaxValue));
            var leaves = Enumerable.Range(0, test.Samples.Count).GroupBy(row => Leaf(tree, test.Samples.Row(row))).ToList();
            Assert.All(leaves, leaf => Assert.True(leaf.Count() >= Math.Min(test.Options.MinimumLeaf, test.Samples.Count)));
            Assert.All(leaves, leaf => Assert.Equal(leaf.Average(test.Samples.Target), tree.Nodes[leaf.Key].Value, 1e-9));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_tree_without_limits_knows_its_rows_by_heart()
    {
        var samples = Made(200, 2, 100_000, 3);
        var forest = RandomForest.Fit(samples, new ForestOptions { Trees = 1, Bootstrap = false }, default);

        for (var row = 0; row < samples.Count; row++)
        {
            Assert.Equal(samples.Target(row), forest.Predict(samples.Row(row)), 1e-9);
        }
    }

    [Fact]
    public void The_threshold_is_midway_between_neighbours()
    {
        var forest = RandomForest.Fit(new Samples([1, 2, 5, 6], 1, [10, 10, 20, 20]), new ForestOptions { Trees = 1, Bootstrap = false }, default);

        Assert.Equal([new TreeNode(0, 3.5f, 1, 2, 15), new TreeNode(-1, 0, 0, 0, 10), new TreeNode(-1, 0, 0, 0, 20)], forest.Trees[0].Nodes);
    }

    [Fact]
    public void Neighbouring_floats_are_told_apart()
    {
        var (below, above) = (1e6f, MathF.BitIncrement(1e6f));
        var forest = RandomForest.Fit(new Samples([below, above], 1, [1, 2]), new ForestOptions { Trees = 1, Bootstrap = false }, default);

        Assert.Equal((1, 2), (forest.Predict([below]), forest.Predict([above])));
    }

    [Fact]
    public void Out_of_bag_is_what_the_trees_say_that_have_not_seen_the_row()
    {
        var samples = Made(50, 2, 1000, 9);
        var forest = RandomForest.Fit(samples, new ForestOptions { Trees = 30, Seed = 5 }, default);

        Assert.Equal(50, forest.OutOfBag!.Count);
        Assert.DoesNotContain(null, forest.OutOfBag);
        Assert.Null(RandomForest.Fit(samples, new ForestOptions { Trees = 3, Bootstrap = false }, default).OutOfBag);

        // About a third of the trees has not seen a row: their mean is another than all trees'.
        Assert.True(Enumerable.Range(0, 50).Count(row => forest.OutOfBag[row] != forest.Predict(samples.Row(row))) > 40);
    }

    [Fact]
    public void What_decides_is_important_and_what_is_noise_is_not()
    {
        var random = new SplitMix64(1);
        var features = Enumerable.Range(0, 1000).Select(_ => (float)random.Next(1000)).ToArray();
        var forest = RandomForest.Fit(new Samples(features, 2, [.. Enumerable.Range(0, 500).Select(row => (double)features[2 * row])]), new ForestOptions { Trees = 20 }, default);

        Assert.True(forest.Importances[0] > 0.98);
        Assert.Equal(1, forest.Importances.Sum(), 1e-12);
    }

    [Fact]
    public void What_cannot_be_learnt_from_is_refused()
    {
        Assert.Throws<ArgumentException>(() => RandomForest.Fit(new Samples([], 1, []), new ForestOptions(), default));
        Assert.Throws<ArgumentException>(() => new Samples([1, 2, 3], 2, [1]));
        Assert.Throws<ArgumentException>(() => new Samples([float.NaN], 1, [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => RandomForest.Fit(new Samples([1], 1, [1]), new ForestOptions { Trees = 0 }, default));
        Assert.Throws<ArgumentException>(() => RandomForest.Fit(new Samples([1], 1, [1]), new ForestOptions(), default).Predict([1, 2]));
    }

    private static Samples Made(int rows, int width, int distinct, int seed)
    {
        var random = new SplitMix64((ulong)seed);
        return new Samples(
            [.. Enumerable.Range(0, rows * width).Select(_ => (float)random.Next(distinct))], width, [.. Enumerable.Range(0, rows).Select(_ => random.Next(distinct) / 10.0)]);
    }

    private static int Depth(RegressionTree tree, int node) =>
        tree.Nodes[node].IsLeaf ? 0 : 1 + Math.Max(Depth(tree, tree.Nodes[node].Left), Depth(tree, tree.Nodes[node].Right));

    private static int Leaf(RegressionTree tree, ReadOnlySpan<float> row)
    {
        var node = 0;
        while (!tree.Nodes[node].IsLeaf)
        {
            node = row[tree.Nodes[node].Feature] <= tree.Nodes[node].Threshold ? tree.Nodes[node].Left : tree.Nodes[node].Right;
        }

        return node;
    }
}
