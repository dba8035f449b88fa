namespace Headrace.Vision.Segmentation;

/// <summary>Keeps the largest of a mask's regions (8-connected, as OpenCV's connectedComponents): puddles and reflections elsewhere are not the river.</summary>
public static class LargestRegion
{
    /// <summary>Of regions of the same size the first in reading order is kept. An empty mask stays one.</summary>
    public static Mask Keep(Mask mask)
    {
        var runs = Runs(mask, out var rows);
        if (runs.Count == 0)
        {
            return mask;
        }

        var parents = new int[runs.Count];
        for (var run = 0; run < parents.Length; run++)
        {
            parents[run] = run;
        }

        for (var y = 1; y < mask.Height; y++)
        {
            Join(runs, parents, (rows[y - 1], rows[y]), (rows[y], rows[y + 1]));
        }

        var sizes = new int[runs.Count];
        for (var run = 0; run < runs.Count; run++)
        {
            sizes[Root(parents, run)] += runs[run].End - runs[run].Start;
        }

        var largest = Array.IndexOf(sizes, sizes.Max());
        var result = new Mask(mask.Width, mask.Height);
        for (var y = 0; y < mask.Height; y++)
        {
            for (var run = rows[y]; run < rows[y + 1]; run++)
            {
                if (Root(parents, run) == largest)
                {
                    result.Row(y)[runs[run].Start..runs[run].End].Fill(1);
                }
            }
        }

        return result;
    }

    /// <param name="rows">The first run of each row, and after the last row the number of runs.</param>
    private static List<(int Start, int End)> Runs(Mask mask, out int[] rows)
    {
        var runs = new List<(int Start, int End)>();
        rows = new int[mask.Height + 1];
        for (var y = 0; y < mask.Height; y++)
        {
            rows[y] = runs.Count;
            ReadOnlySpan<byte> row = mask.Row(y);
            for (var x = 0; x < row.Length;)
            {
                var start = row[x..].IndexOf((byte)1);
                if (start < 0)
                {
                    break;
                }

                start += x;
                var length = row[start..].IndexOf((byte)0);
                x = length < 0 ? row.Length : start + length;
                runs.Add((start, x));
            }
        }

        rows[mask.Height] = runs.Count;
        return runs;
    }

    /// <summary>Joins the runs of two rows that touch, corners included. The earlier run stays the root.</summary>
    private static void Join(List<(int Start, int End)> runs, int[] parents, (int First, int End) above, (int First, int End) below)
    {
        var (upper, lower) = (above.First, below.First);
        while (upper < above.End && lower < below.End)
        {
            if (runs[upper].Start <= runs[lower].End && runs[lower].Start <= runs[upper].End)
            {
                var (one, other) = (Root(parents, upper), Root(parents, lower));
                parents[Math.Max(one, other)] = Math.Min(one, other);
            }

            _ = runs[upper].End < runs[lower].End ? upper++ : lower++;
        }
    }

    private static int Root(int[] parents, int run)
    {
        while (parents[run] != run)
        {
            run = parents[run] = parents[parents[run]];
        }

        return run;
    }
}
