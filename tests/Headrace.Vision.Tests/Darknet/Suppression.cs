namespace Headrace.Vision.Tests.Darknet;

/// <summary>What OpenCV's region layer does to its own rows at the end: class by class, a box that overlaps one of a higher score loses its score.</summary>
internal static class Suppression
{
    /// <returns>How many scores it took.</returns>
    public static int Apply(Span<float> rows, int columns, float threshold)
    {
        var taken = 0;
        var count = rows.Length / columns;
        for (var column = 5; column < columns; column++)
        {
            List<int> kept = [];
            var scores = new float[count];
            for (var row = 0; row < count; row++)
            {
                scores[row] = rows[(row * columns) + column];
            }

            foreach (var row in Enumerable.Range(0, count).Where(row => scores[row] > 0).OrderByDescending(row => scores[row]))
            {
                var box = Box(rows, row * columns);
                var overlaps = false;
                foreach (var other in kept)
                {
                    overlaps |= Overlap(box, Box(rows, other * columns)) > threshold;
                }

                if (overlaps)
                {
                    rows[(row * columns) + column] = 0;
                    taken++;
                }
                else
                {
                    kept.Add(row);
                }
            }
        }

        return taken;
    }

    private static (double Left, double Top, double Right, double Bottom) Box(Span<float> rows, int at) =>
        (rows[at] - (rows[at + 2] / 2), rows[at + 1] - (rows[at + 3] / 2), rows[at] + (rows[at + 2] / 2), rows[at + 1] + (rows[at + 3] / 2));

    private static double Overlap((double Left, double Top, double Right, double Bottom) a, (double Left, double Top, double Right, double Bottom) b)
    {
        var common = Math.Max(0, Math.Min(a.Right, b.Right) - Math.Max(a.Left, b.Left)) * Math.Max(0, Math.Min(a.Bottom, b.Bottom) - Math.Max(a.Top, b.Top));
        return common / (((a.Right - a.Left) * (a.Bottom - a.Top)) + ((b.Right - b.Left) * (b.Bottom - b.Top)) - common);
    }
}
