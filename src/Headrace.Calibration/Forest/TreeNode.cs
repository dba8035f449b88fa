namespace Headrace.Calibration.Forest;

/// <param name="Feature">-1 in a leaf.</param>
/// <param name="Value">The mean of the rows that came here.</param>
public readonly record struct TreeNode(int Feature, float Threshold, int Left, int Right, double Value)
{
    public bool IsLeaf => Feature < 0;
}
