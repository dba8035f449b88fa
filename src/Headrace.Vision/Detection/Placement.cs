namespace Headrace.Vision.Detection;

/// <summary>Where an image lies in a detector's input: over all of it, or in the middle with its proportions kept.</summary>
/// <param name="Left">Pixels of padding; likewise <paramref name="Top"/>.</param>
/// <param name="Width">Of the image within the input, in pixels; likewise <paramref name="Height"/>.</param>
internal readonly record struct Placement(int Left, int Top, int Width, int Height, int ImageWidth, int ImageHeight)
{
    public static Placement Of(int imageWidth, int imageHeight, int inputWidth, int inputHeight, bool keepsProportions)
    {
        if (!keepsProportions)
        {
            return new Placement(0, 0, inputWidth, inputHeight, imageWidth, imageHeight);
        }

        var scale = Math.Min((double)inputWidth / imageWidth, (double)inputHeight / imageHeight);
        var width = Math.Clamp((int)Math.Round(imageWidth * scale), 1, inputWidth);
        var height = Math.Clamp((int)Math.Round(imageHeight * scale), 1, inputHeight);
        return new Placement((inputWidth - width) / 2, (inputHeight - height) / 2, width, height, imageWidth, imageHeight);
    }

    /// <summary>A box given by centre and sides in the input's pixels, in the image's whole pixels: cut off towards zero, as the original's Python does.</summary>
    public Box? ToImage(double centreX, double centreY, double width, double height)
    {
        var (acrossScale, downScale) = ((double)ImageWidth / Width, (double)ImageHeight / Height);
        var (w, h) = (width * acrossScale, height * downScale);
        var (x, y) = (((centreX - Left) * acrossScale) - (w / 2), ((centreY - Top) * downScale) - (h / 2));
        const double limit = 1 << 24; // beyond any image: a model gone astray, or not a number
        return Math.Abs(x) < limit && Math.Abs(y) < limit && w is >= 0 and < limit && h is >= 0 and < limit ? new Box((int)x, (int)y, (int)w, (int)h) : null;
    }
}
