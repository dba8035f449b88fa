namespace Headrace.Vision.Detection;

/// <summary>A rectangle in an image, in whole pixels. May reach beyond the image's edges, as detectors' boxes do.</summary>
/// <param name="X">Left edge; likewise <paramref name="Y"/> is the upper one.</param>
public readonly record struct Box(int X, int Y, int Width, int Height)
{
    public long Area => (long)Width * Height;

    /// <summary>Intersection over union (Jaccard index), 0 to 1; two empty boxes overlap wholly, as OpenCV has it.</summary>
    public double Overlap(Box other)
    {
        if (Area + other.Area <= 0)
        {
            return 1;
        }

        var width = Math.Min((long)X + Width, (long)other.X + other.Width) - Math.Max(X, other.X);
        var height = Math.Min((long)Y + Height, (long)other.Y + other.Height) - Math.Max(Y, other.Y);
        var common = width > 0 && height > 0 ? (double)width * height : 0;
        return common / (Area + other.Area - common);
    }
}
