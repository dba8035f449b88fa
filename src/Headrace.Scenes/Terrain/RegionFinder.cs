using System.Collections.Immutable;
using Headrace.Scenes.Hydrology;

namespace Headrace.Scenes.Terrain;

/// <summary>Finds two stretches of bank on which the water line climbs through the whole range of stages, as a hydrologist outlines them by hand.</summary>
internal static class RegionFinder
{
    private const int Steps = 8;

    /// <summary>Corners as parts of the picture's size; null where the view has no two such stretches.</summary>
    public static ImmutableArray<ImmutableArray<(float X, float Y)>>? Find(Relief relief)
    {
        var candidates = new List<(int From, int To, float Score, ImmutableArray<(float X, float Y)> Corners)>();
        foreach (var part in (ReadOnlySpan<int>)[5, 8])
        {
            var width = relief.Width / part;
            for (var from = relief.Width / 40; from + width < relief.Width - (relief.Width / 40); from += relief.Width / 40)
            {
                if (Outline(relief, from, from + width, isFromTop: true) is { } top)
                {
                    candidates.Add((from, from + width, top.Score, top.Corners));
                }

                if (Outline(relief, from, from + width, isFromTop: false) is { } bottom)
                {
                    candidates.Add((from, from + width, bottom.Score, bottom.Corners));
                }
            }
        }

        candidates.Sort((one, other) => other.Score.CompareTo(one.Score));
        foreach (var second in candidates.Skip(1))
        {
            var first = candidates[0];
            if (second.To < first.From || second.From > first.To)
            {
                return [first.Corners, second.Corners];
            }
        }

        return null;
    }

    /// <summary>A quadrilateral around the rows that the stages flood between two columns.</summary>
    private static (float Score, ImmutableArray<(float X, float Y)> Corners)? Outline(Relief relief, int from, int to, bool isFromTop)
    {
        if (FloodedRows(relief, from, isFromTop) is not { } left || FloodedRows(relief, to, isFromTop) is not { } right)
        {
            return null;
        }

        var flooded = new int[Steps];
        for (var x = from; x <= to; x++)
        {
            var part = (x - from) / (float)(to - from);
            var top = (int)float.Lerp(left.Top, right.Top, part);
            var bottom = (int)float.Lerp(left.Bottom, right.Bottom, part);
            for (var y = top; y <= bottom; y++)
            {
                var step = (int)((relief.Cells[(y * relief.Width) + x].Elevation - Hydrograph.LowestStage) / (Hydrograph.HighestStage - Hydrograph.LowestStage) * Steps);
                if (step is >= 0 and < Steps)
                {
                    flooded[step]++;
                }
            }
        }

        // Every part of the range must show: the weakest decides.
        var weakest = flooded.Min();
        var lowest = relief.Width / 10;
        return weakest < lowest
            ? null
            : (weakest, [At(from, left.Top), At(to, right.Top), At(to, right.Bottom), At(from, left.Bottom)]);

        (float X, float Y) At(int x, int y) => (x / (float)relief.Width, y / (float)relief.Height);
    }

    /// <summary>Rows between the highest stage's water line and the lowest's, and a little more.</summary>
    private static (int Top, int Bottom)? FloodedRows(Relief relief, int column, bool isFromTop)
    {
        var slack = Math.Max(2, relief.Height / 45);
        var (first, step) = isFromTop ? (0, 1) : (relief.Height - 1, -1);
        int? start = null;
        for (var y = first; y >= 0 && y < relief.Height; y += step)
        {
            var elevation = relief.Cells[(y * relief.Width) + column].Elevation;
            if (start is null && elevation > Hydrograph.LowestStage && elevation < Hydrograph.HighestStage)
            {
                start = y;
            }
            else if (start is { } begun && elevation < Hydrograph.LowestStage - 0.1f)
            {
                var (top, bottom) = (Math.Min(begun, y), Math.Max(begun, y));
                return bottom - top < relief.Height / 30
                    ? null
                    : (Math.Max(1, top - slack), Math.Min(relief.Height - 2, bottom + slack));
            }
        }

        return null;
    }
}
