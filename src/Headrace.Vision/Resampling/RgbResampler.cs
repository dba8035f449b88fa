using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Headrace.Vision.Decoding;
using Headrace.Vision.Vectors;

namespace Headrace.Vision.Resampling;

/// <summary>Stretches an image to a size: the mean of the pixels it covers where it shrinks to less than a half, bilinear between pixel centres else (OpenCV's INTER_LINEAR).</summary>
/// <remarks>OpenCV's INTER_LINEAR looks at four pixels however much it shrinks; most of a camera's picture would not be seen at all.</remarks>
public static class RgbResampler
{
    private const int FractionBits = 11;
    private const int Unit = 1 << FractionBits;

    public static RgbImage Resize(RgbImage image, int width, int height) =>
        image.Width == width && image.Height == height ? image
        : image.Width >= 2 * width && image.Height >= 2 * height ? Average(image, width, height)
        : Bilinear(image, new RgbImage(width, height));

    private static RgbImage Average(RgbImage image, int width, int height)
    {
        var result = new RgbImage(width, height);
        var sums = new int[image.Width * 3];
        for (var y = 0; y < height; y++)
        {
            var (top, bottom) = Covered(y, height, image.Height);
            Array.Clear(sums);
            for (var row = top; row < bottom; row++)
            {
                Add(image.Row(row), sums);
            }

            var destination = result.Row(y);
            for (var x = 0; x < width; x++)
            {
                var (left, right) = Covered(x, width, image.Width);
                int red = 0, green = 0, blue = 0;
                for (var at = left * 3; at < right * 3; at += 3)
                {
                    red += sums[at];
                    green += sums[at + 1];
                    blue += sums[at + 2];
                }

                var pixels = (right - left) * (bottom - top);
                destination[x * 3] = (byte)((red + (pixels / 2)) / pixels);
                destination[(x * 3) + 1] = (byte)((green + (pixels / 2)) / pixels);
                destination[(x * 3) + 2] = (byte)((blue + (pixels / 2)) / pixels);
            }
        }

        return result;
    }

    /// <summary>Whole pixels whose centres lie in the result's one.</summary>
    private static (int First, int End) Covered(int at, int size, int from) =>
        ((int)(((2L * at * from) + size) / (2L * size)), (int)(((2L * (at + 1) * from) + size) / (2L * size)));

    private static void Add(ReadOnlySpan<byte> row, int[] sums)
    {
        for (var at = 0; at < row.Length; at++)
        {
            sums[at] += row[at];
        }
    }

    /// <summary>To the sides of <paramref name="result"/>, which is returned: a caller of many images uses one again and again.</summary>
    internal static RgbImage Bilinear(RgbImage image, RgbImage result)
    {
        var (width, height) = (result.Width, result.Height);
        var (columns, columnWeights) = Neighbours(image.Width, width);
        var (rows, rowWeights) = Neighbours(image.Height, height);
        var (upper, lower) = (new int[(width * 3) + 1], new int[(width * 3) + 1]);
        var (upperRow, lowerRow) = (-1, -1);
        for (var y = 0; y < height; y++)
        {
            var (first, second) = (rows[y], Math.Min(rows[y] + 1, image.Height - 1));
            if (first == lowerRow)
            {
                (upper, lower, upperRow, lowerRow) = (lower, upper, lowerRow, upperRow);
            }

            if (first != upperRow)
            {
                BlendColumns(image.Row(upperRow = first), columns, columnWeights, upper);
            }

            if (second != lowerRow)
            {
                BlendColumns(image.Row(lowerRow = second), columns, columnWeights, lower);
            }

            BlendRows(upper, lower, rowWeights[y], result.Row(y));
        }

        return result;
    }

    /// <param name="destination">A number for each byte of the result's row, and one more that is written over.</param>
    private static void BlendColumns(ReadOnlySpan<byte> row, int[] columns, int[] weights, int[] destination)
    {
        ref var pixels = ref MemoryMarshal.GetReference(row);
        ref var sums = ref MemoryMarshal.GetArrayDataReference(destination);
        var last = row.Length - 3;
        for (var x = 0; x < columns.Length; x++)
        {
            var left = columns[x] * 3;
            var weight = weights[x];
            if (left + sizeof(ulong) <= row.Length)
            {
                // The pixel and its right neighbour, as pairs of sixteen bits: red, green and blue. (Only constants that stand in the call are one instruction.)
                var both = Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref pixels, left))).AsByte();
                var pairs = Vector128.Shuffle(both, Vector128.Create((byte)0, 255, 3, 255, 1, 255, 4, 255, 2, 255, 5, 255, 255, 255, 255, 255)).AsInt16();
                Lanes128.MultiplyAddAdjacent(pairs, Vector128.Create((weight << 16) | (Unit - weight)).AsInt16()).StoreUnsafe(ref sums, (nuint)(x * 3));
                continue;
            }

            var right = Math.Min(left + 3, last);
            for (var band = 0; band < 3; band++)
            {
                destination[(x * 3) + band] = (row[left + band] * (Unit - weight)) + (row[right + band] * weight);
            }
        }
    }

    private static void BlendRows(ReadOnlySpan<int> upper, ReadOnlySpan<int> lower, int weight, Span<byte> destination)
    {
        const int rounding = 1 << ((2 * FractionBits) - 1);
        var at = 0;
        for (; at + Vector128<byte>.Count <= destination.Length; at += Vector128<byte>.Count)
        {
            Lanes128.PackUnsignedSaturate(
                Lanes128.PackSaturate(Blend(upper, lower, weight, at), Blend(upper, lower, weight, at + 4)),
                Lanes128.PackSaturate(Blend(upper, lower, weight, at + 8), Blend(upper, lower, weight, at + 12))).CopyTo(destination[at..]);
        }

        for (; at < destination.Length; at++)
        {
            destination[at] = (byte)(((upper[at] << FractionBits) + ((lower[at] - upper[at]) * weight) + rounding) >> (2 * FractionBits));
        }

        static Vector128<int> Blend(ReadOnlySpan<int> upper, ReadOnlySpan<int> lower, int weight, int at)
        {
            var (above, below) = (Vector128.Create(upper[at..]), Vector128.Create(lower[at..]));
            return ((above << FractionBits) + ((below - above) * weight) + Vector128.Create(rounding)) >> (2 * FractionBits);
        }
    }

    internal static (int[] First, int[] Weights) Neighbours(int from, int to)
    {
        var (first, weights) = (new int[to], new int[to]);
        for (var at = 0; at < to; at++)
        {
            var place = Math.Clamp(((at + 0.5) * from / to) - 0.5, 0, from - 1);
            first[at] = (int)place;
            weights[at] = (int)Math.Round((place - first[at]) * Unit);
        }

        return (first, weights);
    }
}
