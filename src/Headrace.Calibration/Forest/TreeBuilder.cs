namespace Headrace.Calibration.Forest;

/// <summary>Grows one CART regression tree, depth first (Breiman, Friedman, Olshen, Stone: Classification and Regression Trees, 1984).</summary>
/// <remarks>
/// The rules are those of scikit-learn's <c>DepthFirstTreeBuilder</c> with <c>BestSplitter</c> and squared error: the split that
/// reduces the variance most; values less than 1e-7 apart are one; thresholds midway between neighbours; features drawn without
/// replacement until enough were tried and one was not constant; leaf and split sizes count different rows, impurities count draws.
/// </remarks>
internal sealed class TreeBuilder
{
    /// <summary>scikit-learn's FEATURE_THRESHOLD.</summary>
    private const float SameValue = 1e-7f;

    /// <summary>Variance below which a node is pure: scikit-learn's EPSILON, the double's. One whose values are all the same is too, whatever the rounding of their squares says.</summary>
    private const double Pure = 2.220446049250313e-16;

    private readonly Samples _samples;
    private readonly ForestOptions _options;
    private readonly int _tried;
    private readonly int[] _weights;
    private readonly int[] _rows;
    private readonly float[] _values;
    private readonly int[] _features;
    private readonly double[] _reductions;
    private readonly List<TreeNode> _nodes = [];
    private readonly double _origin;
    private SplitMix64 _random;

    private TreeBuilder(Samples samples, int[] weights, ForestOptions options, SplitMix64 random)
    {
        (_samples, _weights, _options, _random) = (samples, weights, options, random);
        _tried = Math.Max(1, (int)(options.MaximumFeatures * samples.Width));
        _rows = [.. Enumerable.Range(0, samples.Count).Where(row => weights[row] > 0)];
        _values = new float[_rows.Length];
        _features = [.. Enumerable.Range(0, samples.Width)];
        _reductions = new double[samples.Width];

        // Sums of squares lose their digits to a large mean.
        _origin = _rows.Length == 0 ? 0 : _rows.Average(samples.Target);
    }

    private readonly record struct Node(int Start, int End, int Depth, int Parent, bool IsLeft);

    private readonly record struct Split(int Feature, double Threshold, int Position, double Proxy);

    private readonly record struct Moments(double Weight, double Sum, double Squares, bool IsPure)
    {
        public double Mean => Sum / Weight;

        public double Impurity => (Squares / Weight) - (Mean * Mean);
    }

    public static RegressionTree Grow(Samples samples, int[] weights, ForestOptions options, SplitMix64 random) =>
        new TreeBuilder(samples, weights, options, random).Grow();

    private RegressionTree Grow()
    {
        var pending = new Stack<Node>();
        pending.Push(new Node(0, _rows.Length, 0, -1, false));
        while (pending.TryPop(out var node))
        {
            var moments = MomentsOf(node.Start, node.End);
            var index = _nodes.Count;
            if (node.Parent >= 0)
            {
                _nodes[node.Parent] = node.IsLeft ? _nodes[node.Parent] with { Left = index } : _nodes[node.Parent] with { Right = index };
            }

            if (IsLeaf(node, moments) || BestSplit(node.Start, node.End, moments) is not { } split)
            {
                _nodes.Add(new TreeNode(-1, 0, 0, 0, moments.Mean + _origin));
                continue;
            }

            _nodes.Add(new TreeNode(split.Feature, NotAbove(split.Threshold), 0, 0, moments.Mean + _origin));
            Partition(node.Start, node.End, split);
            var (left, right) = (MomentsOf(node.Start, split.Position), MomentsOf(split.Position, node.End));
            _reductions[split.Feature] += (moments.Weight * moments.Impurity) - (left.Weight * left.Impurity) - (right.Weight * right.Impurity);
            pending.Push(new Node(split.Position, node.End, node.Depth + 1, index, false));
            pending.Push(new Node(node.Start, split.Position, node.Depth + 1, index, true));
        }

        var total = _reductions.Sum();
        return new RegressionTree([.. _nodes], total > 0 ? [.. _reductions.Select(reduction => reduction / total)] : _reductions);
    }

    private bool IsLeaf(Node node, Moments moments)
    {
        var count = node.End - node.Start;
        return node.Depth >= _options.MaximumDepth || count < _options.MinimumSplit || count < 2 * _options.MinimumLeaf || moments.IsPure || moments.Impurity <= Pure;
    }

    private Split? BestSplit(int start, int end, Moments node)
    {
        Split? best = null;
        var (visited, constant) = (0, 0);
        for (; visited < _features.Length && (visited < _tried || visited <= constant); visited++)
        {
            var drawn = visited + _random.Next(_features.Length - visited);
            (_features[visited], _features[drawn]) = (_features[drawn], _features[visited]);
            var feature = _features[visited];
            Sort(start, end, feature);
            if (_values[end - 1] <= _values[start] + SameValue)
            {
                constant++;
                continue;
            }

            best = BestPosition(start, end, feature, node, best);
        }

        return best;
    }

    /// <summary>Walks the sorted values; the larger sumLeft²/weightLeft + sumRight²/weightRight, the smaller the variance that is left.</summary>
    private Split? BestPosition(int start, int end, int feature, Moments node, Split? best)
    {
        var (weight, sum) = (0.0, 0.0);
        for (var position = start + 1; position < end; position++)
        {
            var row = _rows[position - 1];
            weight += _weights[row];
            sum += _weights[row] * (_samples.Target(row) - _origin);
            if (_values[position] <= _values[position - 1] + SameValue || position - start < _options.MinimumLeaf || end - position < _options.MinimumLeaf)
            {
                continue;
            }

            var rest = node.Sum - sum;
            var proxy = (sum * sum / weight) + (rest * rest / (node.Weight - weight));
            if (best is null || proxy > best.Value.Proxy)
            {
                best = new Split(feature, Between(_values[position - 1], _values[position]), position, proxy);
            }
        }

        return best;
    }

    private static double Between(float below, float above)
    {
        var middle = (below / 2.0) + (above / 2.0);
        return middle >= above ? below : middle;
    }

    /// <summary>The largest float that is not above: features are floats, so the question's answer stays the same for every one of them.</summary>
    private static float NotAbove(double threshold)
    {
        var nearest = (float)threshold;
        return nearest > threshold ? MathF.BitDecrement(nearest) : nearest;
    }

    private void Sort(int start, int end, int feature)
    {
        for (var position = start; position < end; position++)
        {
            _values[position] = _samples.Feature(_rows[position], feature);
        }

        _values.AsSpan(start, end - start).Sort(_rows.AsSpan(start, end - start));
    }

    private void Partition(int start, int end, Split split)
    {
        var (left, right) = (start, end);
        while (left < right)
        {
            if (_samples.Feature(_rows[left], split.Feature) <= split.Threshold)
            {
                left++;
            }
            else
            {
                right--;
                (_rows[left], _rows[right]) = (_rows[right], _rows[left]);
            }
        }
    }

    private Moments MomentsOf(int start, int end)
    {
        var (weight, sum, squares, isPure) = (0.0, 0.0, 0.0, true);
        var first = start < end ? _samples.Target(_rows[start]) : 0;
        for (var position = start; position < end; position++)
        {
            var value = _samples.Target(_rows[position]) - _origin;
            var count = _weights[_rows[position]];
            weight += count;
            sum += count * value;
            squares += count * value * value;
            isPure &= _samples.Target(_rows[position]) == first;
        }

        return new Moments(weight, sum, squares, isPure);
    }
}
