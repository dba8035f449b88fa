namespace Headrace.Charts;

/// <summary>What of a long line can be seen: in each column of pixels its first, lowest, highest and last point.</summary>
internal static class Decimation
{
    public static IEnumerable<Point> Visible(IReadOnlyList<Point> points, Scale x)
    {
        if (points.Count < 4 * Math.Abs(x.To - x.From))
        {
            return points;
        }

        var seen = new List<Point>();
        var column = new List<Point>(4);
        var current = double.NaN;
        foreach (var point in points)
        {
            var pixel = Math.Floor(x[point.X]);
            if (pixel != current || double.IsNaN(point.Y))
            {
                Flush(column, seen);
                current = double.IsNaN(point.Y) ? double.NaN : pixel;
            }

            column.Add(point);
        }

        Flush(column, seen);
        return seen;
    }

    private static void Flush(List<Point> column, List<Point> seen)
    {
        if (column.Count <= 4)
        {
            seen.AddRange(column);
        }
        else
        {
            var (first, last) = (0, column.Count - 1);
            var (lowest, highest) = (first, first);
            for (var index = 1; index <= last; index++)
            {
                lowest = column[index].Y < column[lowest].Y ? index : lowest;
                highest = column[index].Y > column[highest].Y ? index : highest;
            }

            seen.AddRange(new SortedSet<int> { first, lowest, highest, last }.Select(index => column[index]));
        }

        column.Clear();
    }
}
