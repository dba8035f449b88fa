using System.Numerics;

namespace Headrace.Vision.Photographs;

/// <summary>Noise as nature has it: octaves of interpolated random lattices, each twice as fine and a little weaker than the one before. Filled row by row.</summary>
/// <param name="cell">Pixels between the coarsest lattice's points; <paramref name="stretch"/> times as many along a row.</param>
/// <param name="octaves">Lattices; the finest has cells of <paramref name="cell"/> / 2^(octaves - 1).</param>
/// <param name="persistence">What an octave's amplitude is of the one before: about 0.5 for clouds, 0.8 for gravel.</param>
internal sealed class FractalNoise(uint seed, float cell, int octaves, float persistence, float stretch = 1)
{
    private float[] lattice = [];

    /// <summary>Values of about -1 to 1 along row <paramref name="y"/>.</summary>
    public void Fill(int y, Span<float> row)
    {
        row.Clear();
        var total = 0f;
        for (var (octave, amplitude, size) = (0, 1f, cell); octave < octaves; octave++, amplitude *= persistence, size = Math.Max(1, size / 2))
        {
            total += amplitude;
            Add(octave, y / size, size * stretch, amplitude, row);
        }

        for (var x = 0; x < row.Length; x++)
        {
            row[x] /= total * 0.6f;
        }
    }

    private void Add(int octave, float y, float size, float amplitude, Span<float> row)
    {
        var count = (int)(row.Length / size) + 2;
        if (lattice.Length < count)
        {
            lattice = new float[count];
        }

        // The lattice's two rows around y become one; then only x is left to interpolate.
        var (top, down) = ((int)y, Smooth(y - (int)y));
        for (var x = 0; x < count; x++)
        {
            lattice[x] = amplitude * float.Lerp(Point(octave, x, top), Point(octave, x, top + 1), down);
        }

        var step = 1 / size;
        var position = 0f;
        for (var x = 0; x < row.Length; x++, position += step)
        {
            var left = (int)position;
            row[x] += float.Lerp(lattice[left], lattice[left + 1], Smooth(position - left));
        }
    }

    private static float Smooth(float t) => t * t * (3 - (2 * t));

    private float Point(int octave, int x, int y)
    {
        var hash = (seed + (uint)octave) * 0x9E3779B1u;
        hash = BitOperations.RotateLeft((hash ^ (uint)x) * 0x85EBCA77u, 13);
        hash = BitOperations.RotateLeft((hash ^ (uint)y) * 0xC2B2AE3Du, 16);
        hash = (hash ^ (hash >> 15)) * 0x27D4EB2Fu;
        return ((hash >> 8) * (2f / (1 << 24))) - 1;
    }
}
