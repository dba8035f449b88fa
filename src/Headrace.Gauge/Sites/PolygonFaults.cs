using System.Globalization;
using Headrace.Vision.Segmentation;

namespace Headrace.Gauge.Sites;

/// <summary>What makes a polygon no region of interest.</summary>
internal static class PolygonFaults
{
    /// <summary>The first fault in words, or null.</summary>
    public static string? Find(IReadOnlyList<PolygonPoint> corners, int width, int height)
    {
        if (corners.Count < 3)
        {
            return $"a polygon of {corners.Count} {(corners.Count == 1 ? "point" : "points")}; it needs 3";
        }

        foreach (var corner in corners)
        {
            if (corner.X < 0 || corner.Y < 0 || corner.X >= width || corner.Y >= height)
            {
                return $"{Text(corner)} is outside the frame of {width}x{height}";
            }
        }

        for (var side = 0; side < corners.Count; side++)
        {
            var (from, to) = (corners[side], corners[(side + 1) % corners.Count]);
            if (from == to)
            {
                return $"{Text(from)} stands there twice in a row";
            }
        }

        return FindCrossing(corners) ?? (Area(corners) == 0 ? "the polygon covers nothing" : null);
    }

    private static string? FindCrossing(IReadOnlyList<PolygonPoint> corners)
    {
        for (var one = 0; one < corners.Count; one++)
        {
            var (a, b) = (corners[one], corners[(one + 1) % corners.Count]);
            for (var other = one + 1; other < corners.Count; other++)
            {
                var (c, d) = (corners[other], corners[(other + 1) % corners.Count]);
                var areNeighbours = other == one + 1 || (one == 0 && other == corners.Count - 1);
                if (areNeighbours ? FoldsBack(a, b, c, d) : Touch(a, b, c, d))
                {
                    return $"the side from {Text(a)} to {Text(b)} meets the side from {Text(c)} to {Text(d)}: the polygon crosses itself";
                }
            }
        }

        return null;
    }

    /// <summary>Sides that share a corner may only share that.</summary>
    private static bool FoldsBack(PolygonPoint a, PolygonPoint b, PolygonPoint c, PolygonPoint d)
    {
        var (shared, one, other) = b == c ? (b, a, d) : (a, b, c);
        return Turn(one, shared, other) == 0
            && ((long)(one.X - shared.X) * (other.X - shared.X)) + ((long)(one.Y - shared.Y) * (other.Y - shared.Y)) > 0;
    }

    private static bool Touch(PolygonPoint a, PolygonPoint b, PolygonPoint c, PolygonPoint d)
    {
        var (abc, abd, cda, cdb) = (Turn(a, b, c), Turn(a, b, d), Turn(c, d, a), Turn(c, d, b));
        return (abc != abd && cda != cdb)
            || (abc == 0 && IsBetween(a, b, c)) || (abd == 0 && IsBetween(a, b, d))
            || (cda == 0 && IsBetween(c, d, a)) || (cdb == 0 && IsBetween(c, d, b));
    }

    private static int Turn(PolygonPoint a, PolygonPoint b, PolygonPoint c) =>
        Math.Sign(((long)(b.X - a.X) * (c.Y - a.Y)) - ((long)(b.Y - a.Y) * (c.X - a.X)));

    private static bool IsBetween(PolygonPoint a, PolygonPoint b, PolygonPoint point) =>
        point.X >= Math.Min(a.X, b.X) && point.X <= Math.Max(a.X, b.X) && point.Y >= Math.Min(a.Y, b.Y) && point.Y <= Math.Max(a.Y, b.Y);

    /// <summary>Twice the area.</summary>
    private static long Area(IReadOnlyList<PolygonPoint> corners)
    {
        long area = 0;
        for (var side = 0; side < corners.Count; side++)
        {
            var (from, to) = (corners[side], corners[(side + 1) % corners.Count]);
            area += ((long)from.X * to.Y) - ((long)to.X * from.Y);
        }

        return Math.Abs(area);
    }

    private static string Text(PolygonPoint point) => string.Create(CultureInfo.InvariantCulture, $"[{point.X}, {point.Y}]");
}
