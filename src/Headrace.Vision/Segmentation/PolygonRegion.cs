namespace Headrace.Vision.Segmentation;

/// <summary>The pixels of a filled polygon, edges included: those that OpenCV's <c>fillPoly</c> sets (8-connected, no fraction bits).</summary>
/// <remarks>
/// The outline is drawn with Bresenham's lines, from left to right; the inside row by row by the even-odd rule, with edges in 16.16 fixed point.
/// Only the polygon's own rectangle is kept: a region of interest is a small part of a frame.
/// </remarks>
public sealed class PolygonRegion
{
    private const int Shift = 16;
    private const long One = 1L << Shift;

    private readonly byte[] inside;

    private PolygonRegion(int left, int top, int width, int height) =>
        (Left, Top, Width, Height, inside) = (left, top, width, height, new byte[checked(width * height)]);

    public int Left { get; }

    public int Top { get; }

    public int Width { get; }

    public int Height { get; }

    /// <param name="corners">At least one. A polygon that crosses itself is filled by the even-odd rule.</param>
    public static PolygonRegion Fill(IReadOnlyList<PolygonPoint> corners)
    {
        var (left, top) = (corners.Min(corner => corner.X), corners.Min(corner => corner.Y));
        var region = new PolygonRegion(left, top, checked(corners.Max(corner => corner.X) - left + 1), checked(corners.Max(corner => corner.Y) - top + 1));
        var edges = new List<Edge>(corners.Count);
        var from = Shifted(corners[^1]);
        foreach (var corner in corners)
        {
            var to = Shifted(corner);
            region.DrawLine(from, to);
            if (from.Y != to.Y)
            {
                edges.Add(Edge.Between(from, to));
            }

            from = to;
        }

        region.FillInside(edges);
        return region;

        PolygonPoint Shifted(PolygonPoint corner) => new(corner.X - left, corner.Y - top);
    }

    /// <summary>Whether a pixel, by its place in the frame, belongs to the region.</summary>
    public bool Contains(int x, int y) =>
        x >= Left && y >= Top && x < Left + Width && y < Top + Height && inside[((y - Top) * Width) + x - Left] != 0;

    /// <summary>How many of the region's pixels belong to the mask. What lies outside the mask's frame counts nothing.</summary>
    public int Count(Mask mask)
    {
        var count = 0;
        var (first, last) = (Math.Max(0, -Left), Math.Min(Width, mask.Width - Left));
        for (var y = Math.Max(0, -Top); y < Math.Min(Height, mask.Height - Top); y++)
        {
            if (last <= first)
            {
                break;
            }

            var region = inside.AsSpan((y * Width) + first, last - first);
            var pixels = mask.Row(Top + y).Slice(Left + first, region.Length);
            for (var x = 0; x < region.Length; x++)
            {
                count += region[x] & pixels[x];
            }
        }

        return count;
    }

    private void DrawLine(PolygonPoint from, PolygonPoint to)
    {
        if (to.X < from.X)
        {
            (from, to) = (to, from);
        }

        var (across, down) = (to.X - from.X, Math.Abs(to.Y - from.Y));
        var stride = to.Y < from.Y ? -Width : Width;
        var isSteep = down > across;
        var (major, minor) = isSteep ? (down, across) : (across, down);
        var (majorStep, minorStep) = isSteep ? (stride, 1) : (1, stride);
        var error = major - (2 * minor);
        var at = (from.Y * Width) + from.X;
        for (var step = 0; step <= major; step++)
        {
            inside[at] = 1;
            var turns = error < 0;
            error += turns ? 2 * (major - minor) : -2 * minor;
            at += turns ? majorStep + minorStep : majorStep;
        }
    }

    private void FillInside(List<Edge> edges)
    {
        edges.Sort((one, other) => one.Top != other.Top ? one.Top.CompareTo(other.Top) : one.X.CompareTo(other.X));
        var active = new List<Edge>();
        var next = 0;
        for (var y = 0; y < Height; y++)
        {
            active.RemoveAll(edge => edge.Bottom == y);
            for (; next < edges.Count && edges[next].Top == y; next++)
            {
                active.Add(edges[next]);
            }

            active.Sort((one, other) => one.X.CompareTo(other.X));
            for (var pair = 0; pair + 1 < active.Count; pair += 2)
            {
                var (first, last) = ((int)((active[pair].X + One - 1) >> Shift), (int)(active[pair + 1].X >> Shift));
                if (last >= first)
                {
                    inside.AsSpan((y * Width) + first, last - first + 1).Fill(1);
                }
            }

            foreach (var edge in active)
            {
                edge.X += edge.Slope;
            }
        }
    }

    /// <summary>A side of the polygon: rows from <see cref="Top"/> to before <see cref="Bottom"/>.</summary>
    private sealed class Edge(int top, int bottom, long x, long slope)
    {
        public int Top => top;

        public int Bottom => bottom;

        public long Slope => slope;

        /// <summary>Where it crosses the current row.</summary>
        public long X { get; set; } = x;

        public static Edge Between(PolygonPoint from, PolygonPoint to)
        {
            var (upper, lower) = from.Y < to.Y ? (from, to) : (to, from);
            return new Edge(upper.Y, lower.Y, upper.X * One, (to.X - from.X) * One / (to.Y - from.Y));
        }
    }
}
