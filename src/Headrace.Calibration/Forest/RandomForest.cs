namespace Headrace.Calibration.Forest;

/// <summary>Bagged regression trees whose mean is the prediction (Breiman: Random Forests, Machine Learning 45, 2001).</summary>
public sealed class RandomForest
{
    private readonly RegressionTree[] _trees;

    private RandomForest(RegressionTree[] trees, int width, double?[]? outOfBag)
    {
        (_trees, Width, OutOfBag) = (trees, width, outOfBag);
        var importances = new double[width];
        foreach (var tree in trees)
        {
            for (var feature = 0; feature < width; feature++)
            {
                importances[feature] += tree.Importances[feature];
            }
        }

        var total = importances.Sum();
        Importances = total > 0 ? [.. importances.Select(importance => importance / total)] : importances;
    }

    public IReadOnlyList<RegressionTree> Trees => _trees;

    /// <summary>How many features a prediction takes.</summary>
    public int Width { get; }

    /// <summary>Mean decrease of variance by each feature's splits, as shares of 1.</summary>
    public IReadOnlyList<double> Importances { get; }

    /// <summary>For each training row the mean of the trees that have not seen it; null where every tree has. Null as a whole without bootstrap.</summary>
    public IReadOnlyList<double?>? OutOfBag { get; }

    /// <exception cref="ArgumentException">There are no rows.</exception>
    public static RandomForest Fit(Samples samples, ForestOptions options, CancellationToken cancellationToken)
    {
        options.Validate();
        if (samples.Count == 0)
        {
            throw new ArgumentException("There is nothing to learn from: no rows.", nameof(samples));
        }

        var trees = new RegressionTree[options.Trees];
        Parallel.For(0, trees.Length, new ParallelOptions { CancellationToken = cancellationToken }, index =>
        {
            var random = SplitMix64.Of(options.Seed, index);
            var weights = options.Bootstrap ? Bag.Draw(samples.Count, ref random) : Enumerable.Repeat(1, samples.Count).ToArray();
            trees[index] = TreeBuilder.Grow(samples, weights, options, random);
        });
        return new RandomForest(trees, samples.Width, options.Bootstrap ? PredictOutOfBag(samples, trees, options.Seed, cancellationToken) : null);
    }

    /// <exception cref="ArgumentException">Not as many features as it was trained with.</exception>
    public double Predict(ReadOnlySpan<float> features)
    {
        if (features.Length != Width)
        {
            throw new ArgumentException($"The forest takes {Width} features, not {features.Length}.", nameof(features));
        }

        var sum = 0.0;
        foreach (var tree in _trees)
        {
            sum += tree.Predict(features);
        }

        return sum / _trees.Length;
    }

    private static double?[] PredictOutOfBag(Samples samples, RegressionTree[] trees, ulong seed, CancellationToken cancellationToken)
    {
        var (sums, votes) = (new double[samples.Count], new int[samples.Count]);
        for (var index = 0; index < trees.Length; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var random = SplitMix64.Of(seed, index);
            var bag = Bag.Draw(samples.Count, ref random);
            for (var row = 0; row < samples.Count; row++)
            {
                if (bag[row] == 0)
                {
                    sums[row] += trees[index].Predict(samples.Row(row));
                    votes[row]++;
                }
            }
        }

        return [.. sums.Zip(votes, (sum, count) => count == 0 ? (double?)null : sum / count)];
    }
}
