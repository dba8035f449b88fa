namespace Headrace.Scenes.Terrain;

/// <summary>What a camera sees of dry land, pixel by pixel: how high, how far, of what.</summary>
/// <remarks>
/// A ray meets the water before it meets ground that lies lower than the water. So a pixel is water exactly when the stage is above the height of what it
/// shows here: the higher the stage, the more pixels, never fewer.
/// </remarks>
internal sealed class Relief(int width, int height)
{
    /// <summary>Steps of <see cref="Cell.Distance"/> per doubling of the distance.</summary>
    private const float DistanceSteps = 32;

    public int Width { get; } = width;

    public int Height { get; } = height;

    public Cell[] Cells { get; } = new Cell[width * height];

    public static byte DistanceOf(float metres) => (byte)Math.Clamp(MathF.Log2(metres) * DistanceSteps, 0, 255);

    public static float MetresOf(int distance) => MathF.Pow(2, distance / DistanceSteps);
}
