using Headrace.Calibration.Forest;

namespace Headrace.Calibration.Scoring;

/// <summary>Chooses the rows that the forest does not see.</summary>
internal static class HeldOut
{
    /// <param name="rows">In order of time.</param>
    /// <returns>For each row whether it is held out: the share rounded up, as scikit-learn's <c>train_test_split</c>.</returns>
    public static bool[] Choose(int rows, double share, SplitKind kind, ulong seed)
    {
        var count = (int)Math.Ceiling(rows * share);
        var order = Enumerable.Range(0, rows).ToArray();
        if (kind == SplitKind.Random)
        {
            new SplitMix64(seed).Shuffle(order);
        }

        var isHeldOut = new bool[rows];
        foreach (var row in order.AsSpan(rows - count))
        {
            isHeldOut[row] = true;
        }

        return isHeldOut;
    }
}
