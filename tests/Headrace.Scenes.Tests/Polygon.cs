using System.Collections.Immutable;
using Headrace.Scenes.Terrain;

namespace Headrace.Scenes.Tests;

/// <summary>Pixels inside a polygon, by the textbook: how many crossings to the right.</summary>
internal static class Polygon
{
    public static int Count(ImmutableArray<PixelPoint> corners, int width, byte[] mask)
    {
        var count = 0;
        for (var at = 0; at < mask.Length; at++)
        {
            count += mask[at] != 0 && Contains(corners, at % width, at / width) ? 1 : 0;
        }

        return count;
    }

    private static bool Contains(ImmutableArray<PixelPoint> corners, int x, int y)
    {
        var isInside = false;
        for (var (i, before) = (0, corners.Length - 1); i < corners.Length; before = i++)
        {
            var (one, other) = (corners[i], corners[before]);
            isInside ^= one.Y > y != other.Y > y && x < ((other.X - one.X) * (y - one.Y) / (double)(other.Y - one.Y)) + one.X;
        }

        return isInside;
    }
}
