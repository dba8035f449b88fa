using System.Numerics;

namespace Headrace.Scenes.Textures;

/// <summary>A square of fractal noise that repeats without a seam, with a pyramid of ever coarser copies, so that what is far away does not flicker.</summary>
/// <remarks>Values have mean 0 and standard deviation 1 on the finest level.</remarks>
internal sealed class NoiseTile
{
    public const int Size = 512;
    private const int Levels = 8;

    private readonly float[][] _levels = new float[Levels][];

    /// <param name="cells">Lattice cells along a side in the coarsest octave; a power of two.</param>
    /// <param name="persistence">An octave's amplitude relative to the one before.</param>
    /// <param name="stretch">How many times longer than high its features are; a power of two.</param>
    private NoiseTile(uint seed, int cells, int octaves, float persistence, int stretch = 1)
    {
        var finest = new float[Size * Size];
        var amplitude = 1f;
        for (var octave = 0; octave < octaves && cells <= Size; octave++, cells *= 2, amplitude *= persistence)
        {
            AddOctave(finest, seed + (uint)octave, Math.Max(1, cells / stretch), cells, amplitude);
        }

        Normalise(finest);
        _levels[0] = finest;
        for (var level = 1; level < Levels; level++)
        {
            _levels[level] = Halve(_levels[level - 1], Size >> (level - 1));
        }
    }

    /// <summary>Leaves: clumps of light and shade down to the single pixel.</summary>
    public static NoiseTile Foliage { get; } = new(11, 8, 7, 0.78f);

    /// <summary>Soil, gravel and grass seen from above.</summary>
    public static NoiseTile Ground { get; } = new(23, 4, 8, 0.72f);

    /// <summary>Waves, longer along the flow.</summary>
    public static NoiseTile Ripples { get; } = new(37, 16, 5, 0.6f, 4);

    public static NoiseTile Clouds { get; } = new(53, 2, 7, 0.55f, 2);

    /// <summary>The level whose texels are nearest in size to a pixel that is <paramref name="texels"/> wide.</summary>
    public static int LevelFor(float texels) => texels <= 1 ? 0 : Math.Min(Levels - 1, BitOperations.Log2((uint)(texels * 1.4f)));

    /// <summary>Interpolated; <paramref name="u"/> and <paramref name="v"/> in texels of the finest level, any sign.</summary>
    public float At(int level, float u, float v)
    {
        var texels = _levels[level];
        var shift = 9 - level;
        var mask = (Size >> level) - 1;
        var scale = 1f / (1 << level);
        u *= scale;
        v *= scale;
        var (left, top) = (MathF.Floor(u), MathF.Floor(v));
        var (across, down) = (u - left, v - top);
        var (x, y) = ((int)left, (int)top);
        var (x0, x1) = (x & mask, (x + 1) & mask);
        var (row0, row1) = ((y & mask) << shift, ((y + 1) & mask) << shift);
        var upper = texels[row0 + x0] + (across * (texels[row0 + x1] - texels[row0 + x0]));
        var lower = texels[row1 + x0] + (across * (texels[row1 + x1] - texels[row1 + x0]));
        return upper + (down * (lower - upper));
    }

    private static void AddOctave(float[] tile, uint seed, int columns, int rows, float amplitude)
    {
        var (width, height) = (Size / columns, Size / rows);
        for (var y = 0; y < Size; y++)
        {
            var (top, down) = (y / height, Smooth(y % height / (float)height));
            for (var column = 0; column < columns; column++)
            {
                var next = (column + 1) % columns;
                var left = float.Lerp(Point(seed, column, top), Point(seed, column, (top + 1) % rows), down);
                var right = float.Lerp(Point(seed, next, top), Point(seed, next, (top + 1) % rows), down);
                for (var x = 0; x < width; x++)
                {
                    tile[(y * Size) + (column * width) + x] += amplitude * float.Lerp(left, right, Smooth(x / (float)width));
                }
            }
        }
    }

    private static void Normalise(float[] tile)
    {
        var mean = tile.Average(value => (double)value);
        var deviation = Math.Sqrt(tile.Average(value => (value - mean) * (value - mean)));
        for (var i = 0; i < tile.Length; i++)
        {
            tile[i] = (float)((tile[i] - mean) / deviation);
        }
    }

    private static float[] Halve(float[] finer, int size)
    {
        var half = size / 2;
        var coarser = new float[half * half];
        for (var y = 0; y < half; y++)
        {
            for (var x = 0; x < half; x++)
            {
                var at = (2 * y * size) + (2 * x);
                coarser[(y * half) + x] = (finer[at] + finer[at + 1] + finer[at + size] + finer[at + size + 1]) / 4;
            }
        }

        return coarser;
    }

    private static float Smooth(float part) => part * part * (3 - (2 * part));

    private static float Point(uint seed, int x, int y)
    {
        var hash = seed * 0x9E3779B1u;
        hash = BitOperations.RotateLeft((hash ^ (uint)x) * 0x85EBCA77u, 13);
        hash = BitOperations.RotateLeft((hash ^ (uint)y) * 0xC2B2AE3Du, 16);
        hash = (hash ^ (hash >> 15)) * 0x27D4EB2Fu;
        return ((hash >> 8) * (2f / (1 << 24))) - 1;
    }
}
