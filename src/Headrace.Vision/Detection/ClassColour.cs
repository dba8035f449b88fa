namespace Headrace.Vision.Detection;

/// <summary>A class's colour, the same in every image.</summary>
internal readonly record struct ClassColour(byte Red, byte Green, byte Blue)
{
    private static readonly ClassColour Black = new(0, 0, 0);
    private static readonly ClassColour White = new(255, 255, 255);

    /// <summary>Black or white, whichever is read better on it (relative luminance, WCAG 2).</summary>
    public ClassColour Ink => (0.2126 * Red) + (0.7152 * Green) + (0.0722 * Blue) > 128 ? Black : White;

    /// <summary>Full saturation, the hue by the label (FNV-1a), so that neighbours in a list are far apart.</summary>
    public static ClassColour Of(string label)
    {
        var hash = 2166136261u;
        foreach (var character in label)
        {
            hash = (hash ^ character) * 16777619;
        }

        var hue = hash % 360 / 60.0;
        return new ClassColour(Level(hue), Level(hue + 4), Level(hue + 2));

        static byte Level(double place)
        {
            var distance = Math.Abs((place % 6) - 3) - 1;
            return (byte)(40 + (Math.Clamp(distance, 0, 1) * 215));
        }
    }
}
