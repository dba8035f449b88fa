using Headrace.Vision.Decoding;

namespace Headrace.Vision.Detection;

/// <summary>Draws found objects into an image: a frame in the class's colour, and a tag with label and accuracy above it.</summary>
public static class Annotation
{
    private const int LongSidePerPixel = 400; // a line of 2 pixels at 800, 5 at 2000

    /// <summary>Draws in place; what lies outside the image is left out.</summary>
    public static void Draw(RgbImage image, IReadOnlyList<Detection> objects)
    {
        var width = Math.Max(1, (Math.Max(image.Width, image.Height) + (LongSidePerPixel / 2)) / LongSidePerPixel);
        foreach (var found in objects.Reverse())
        {
            var colour = ClassColour.Of(found.Label);
            var box = found.Box;
            Fill(image, box.X, box.Y, box.Width, width, colour);
            Fill(image, box.X, box.Y + box.Height - width, box.Width, width, colour);
            Fill(image, box.X, box.Y, width, box.Height, colour);
            Fill(image, box.X + box.Width - width, box.Y, width, box.Height, colour);
            Tag(image, found, width, colour);
        }
    }

    private static void Tag(RgbImage image, Detection found, int scale, ClassColour colour)
    {
        var text = FormattableString.Invariant($"{found.Label} {found.Accuracy:0.00}");
        var (width, height) = (((text.Length * DotFont.Advance) + 1) * scale, (DotFont.Height + 2) * scale);
        var left = Math.Max(0, Math.Min(found.Box.X, image.Width - width));
        var top = found.Box.Y >= height ? found.Box.Y - height : Math.Max(0, found.Box.Y);
        Fill(image, left, top, width, height, colour);
        for (var at = 0; at < text.Length; at++)
        {
            DotFont.Draw(text[at], (column, row) => Fill(image, left + ((1 + (at * DotFont.Advance) + column) * scale), top + ((1 + row) * scale), scale, scale, colour.Ink));
        }
    }

    private static void Fill(RgbImage image, int x, int y, int width, int height, ClassColour colour)
    {
        var (left, right) = (Math.Clamp(x, 0, image.Width), (int)Math.Clamp((long)x + width, 0, image.Width));
        var (top, bottom) = (Math.Clamp(y, 0, image.Height), (int)Math.Clamp((long)y + height, 0, image.Height));
        for (var row = top; row < bottom; row++)
        {
            var pixels = image.Row(row);
            for (var column = left; column < right; column++)
            {
                (pixels[column * 3], pixels[(column * 3) + 1], pixels[(column * 3) + 2]) = (colour.Red, colour.Green, colour.Blue);
            }
        }
    }
}
