namespace Headrace.Calibration.Forest;

/// <summary>A binary tree that asks <c>feature &lt;= threshold</c> (yes is left) down to a leaf. Node 0 is the root.</summary>
public sealed class RegressionTree
{
    private readonly TreeNode[] _nodes;

    internal RegressionTree(TreeNode[] nodes, double[] importances) => (_nodes, Importances) = (nodes, importances);

    public IReadOnlyList<TreeNode> Nodes => _nodes;

    /// <summary>How much each feature's splits reduced the variance, as shares of 1 (all 0 in a tree without a split).</summary>
    internal double[] Importances { get; }

    public double Predict(ReadOnlySpan<float> features)
    {
        var node = _nodes[0];
        while (!node.IsLeaf)
        {
            node = _nodes[features[node.Feature] <= node.Threshold ? node.Left : node.Right];
        }

        return node.Value;
    }
}
