namespace Headrace.Calibration.Forest;

/// <summary>How often each row was drawn for a tree: made again from the seed whenever it is asked for, so that nobody has to keep it.</summary>
internal static class Bag
{
    public static int[] Draw(int rows, ref SplitMix64 random)
    {
        var counts = new int[rows];
        for (var draw = 0; draw < rows; draw++)
        {
            counts[random.Next(rows)]++;
        }

        return counts;
    }
}
