using Headrace.Vision.Decoding;

namespace Headrace.Vision.Segmentation;

/// <summary>Draws a result over the picture it was found in.</summary>
public static class Overlay
{
    private const double Rounding = 1e-9;

    /// <summary>Colours the mask's pixels.</summary>
    /// <param name="mask">Of the image's size.</param>
    public static void Paint(RgbImage image, Mask mask, (byte Red, byte Green, byte Blue) colour)
    {
        for (var y = 0; y < image.Height; y++)
        {
            var row = mask.Row(y);
            var pixels = image.Row(y);
            for (var x = 0; x < row.Length; x++)
            {
                if (row[x] != 0)
                {
                    (pixels[x * 3], pixels[(x * 3) + 1], pixels[(x * 3) + 2]) = colour;
                }
            }
        }
    }

    /// <summary>Draws a closed polygon's sides with round joints: every pixel whose centre is no farther from a side than half the width.</summary>
    public static void Outline(RgbImage image, IReadOnlyList<PolygonPoint> corners, (byte Red, byte Green, byte Blue) colour, double width)
    {
        var from = corners[^1];
        foreach (var to in corners)
        {
            DrawSide(image, from, to, colour, width / 2);
            from = to;
        }
    }

    private static void DrawSide(RgbImage image, PolygonPoint from, PolygonPoint to, (byte Red, byte Green, byte Blue) colour, double reach)
    {
        var margin = (int)Math.Ceiling(reach);
        var (dx, dy) = ((double)to.X - from.X, (double)to.Y - from.Y);
        var length = (dx * dx) + (dy * dy);
        for (var y = Math.Max(0, Math.Min(from.Y, to.Y) - margin); y <= Math.Min(image.Height - 1, Math.Max(from.Y, to.Y) + margin); y++)
        {
            var row = image.Row(y);
            var (first, last) = Columns(from, to, dx, dy, y, reach);
            for (var x = Math.Max(0, first); x <= Math.Min(image.Width - 1, last); x++)
            {
                var along = length == 0 ? 0 : Math.Clamp((((x - from.X) * dx) + ((y - from.Y) * dy)) / length, 0, 1);
                var (offX, offY) = (x - from.X - (along * dx), y - from.Y - (along * dy));
                if ((offX * offX) + (offY * offY) <= (reach * reach) + Rounding)
                {
                    (row[x * 3], row[(x * 3) + 1], row[(x * 3) + 2]) = colour;
                }
            }
        }
    }

    /// <summary>The columns of a row that can be in reach, so that a long slanting side costs what it covers and not its whole rectangle.</summary>
    private static (int First, int Last) Columns(PolygonPoint from, PolygonPoint to, double dx, double dy, int y, double reach)
    {
        var (left, right) = (Math.Min(from.X, to.X) - reach, Math.Max(from.X, to.X) + reach);
        if (Math.Abs(dy) >= 1)
        {
            var slope = dx / dy;
            var middle = from.X + ((y - from.Y) * slope);
            var spread = reach * Math.Sqrt(1 + (slope * slope));
            (left, right) = (Math.Max(left, middle - spread), Math.Min(right, middle + spread));
        }

        return ((int)Math.Floor(left), (int)Math.Ceiling(right));
    }
}
