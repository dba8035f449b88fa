namespace Headrace.Vision.Decoding;

/// <summary>Turns a picture the way EXIF says it was taken.</summary>
internal static class Upright
{
    /// <summary>5 to 8 lie on their side: width and height change places.</summary>
    public static bool IsSideways(int orientation) => orientation >= 5;

    public static RgbImage Turn(RgbImage image, int orientation)
    {
        if (orientation == 1)
        {
            return image;
        }

        var result = IsSideways(orientation) ? new RgbImage(image.Height, image.Width) : new RgbImage(image.Width, image.Height);
        for (var y = 0; y < result.Height; y++)
        {
            var row = result.Row(y);
            for (var x = 0; x < result.Width; x++)
            {
                var (column, line) = Source(image, orientation, x, y);
                image.Row(line).Slice(column * 3, 3).CopyTo(row[(x * 3)..]);
            }
        }

        return result;
    }

    private static (int X, int Y) Source(RgbImage image, int orientation, int x, int y) => orientation switch
    {
        2 => (image.Width - 1 - x, y),
        3 => (image.Width - 1 - x, image.Height - 1 - y),
        4 => (x, image.Height - 1 - y),
        5 => (y, x),
        6 => (y, image.Height - 1 - x),
        7 => (image.Width - 1 - y, image.Height - 1 - x),
        _ => (image.Width - 1 - y, x),
    };
}
