using System.Numerics;
using System.Runtime.InteropServices;

namespace Headrace.Vision.Segmentation;

/// <summary>Which pixels of an image belong to what was looked for: 1 where they do, else 0, row by row.</summary>
public sealed class Mask
{
    private readonly byte[] pixels;

    public Mask(int width, int height)
        : this(width, height, new byte[checked(width * height)])
    {
    }

    /// <param name="pixels">Zeros and ones; not copied.</param>
    public Mask(int width, int height, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels.Length, checked(width * height));
        (Width, Height, this.pixels) = (width, height, pixels);
    }

    public int Width { get; }

    public int Height { get; }

    public Span<byte> Pixels => pixels;

    public Span<byte> Row(int y) => pixels.AsSpan(y * Width, Width);

    /// <summary>How many pixels belong to it.</summary>
    public int Count()
    {
        var words = MemoryMarshal.Cast<byte, ulong>(pixels);
        var count = 0;
        foreach (var word in words)
        {
            count += BitOperations.PopCount(word);
        }

        foreach (var pixel in pixels.AsSpan(words.Length * sizeof(ulong)))
        {
            count += pixel;
        }

        return count;
    }

    /// <summary>The nearest pixel, with the rounding of OpenCV's INTER_NEAREST: column x takes ⌊x ÷ (width ÷ old width)⌋.</summary>
    public Mask ResizeNearest(int width, int height)
    {
        if (width == Width && height == Height)
        {
            return this;
        }

        var columns = Sources(Width, width);
        var rows = Sources(Height, height);
        var result = new Mask(width, height);
        for (var y = 0; y < height; y++)
        {
            var destination = result.Row(y);
            if (y > 0 && rows[y] == rows[y - 1])
            {
                result.Row(y - 1).CopyTo(destination);
                continue;
            }

            var source = Row(rows[y]);
            for (var x = 0; x < destination.Length; x++)
            {
                destination[x] = source[columns[x]];
            }
        }

        return result;
    }

    /// <summary>Intersection over union with a mask of the same size; 0 when both are empty.</summary>
    public double IntersectionOverUnion(Mask other)
    {
        if (other.Width != Width || other.Height != Height)
        {
            throw new ArgumentException($"a mask of {other.Width}x{other.Height} beside one of {Width}x{Height}", nameof(other));
        }

        long intersection = 0, union = 0;
        var ours = MemoryMarshal.Cast<byte, ulong>(pixels);
        var theirs = MemoryMarshal.Cast<byte, ulong>(other.pixels);
        for (var at = 0; at < ours.Length; at++)
        {
            intersection += BitOperations.PopCount(ours[at] & theirs[at]);
            union += BitOperations.PopCount(ours[at] | theirs[at]);
        }

        for (var at = ours.Length * sizeof(ulong); at < pixels.Length; at++)
        {
            intersection += pixels[at] & other.pixels[at];
            union += pixels[at] | other.pixels[at];
        }

        return union == 0 ? 0 : (double)intersection / union;
    }

    private static int[] Sources(int from, int to)
    {
        var step = 1 / ((double)to / from); // OpenCV's two divisions, and their rounding
        var sources = new int[to];
        for (var at = 0; at < to; at++)
        {
            sources[at] = Math.Min((int)Math.Floor(at * step), from - 1);
        }

        return sources;
    }
}
