namespace Headrace.Vision.Segmentation;

/// <summary>Planes of logits, one for each class, enlarged to a mask.</summary>
/// <remarks>Bilinear on the logits, then the largest, as SegFormer's and SAM's reference code do (PyTorch's interpolate, align_corners=False); the first of equals wins.</remarks>
internal readonly ref struct LogitMap(ReadOnlySpan<float> logits, int classes, int width, int height)
{
    private readonly ReadOnlySpan<float> logits = logits;

    /// <summary>Where the class wins; of a single plane, where its logit is above zero.</summary>
    /// <param name="usedWidth">How much of the planes the picture covers, from the upper left; likewise <paramref name="usedHeight"/>.</param>
    public Mask Enlarge(int winner, int maskWidth, int maskHeight, double usedWidth, double usedHeight)
    {
        var mask = new Mask(maskWidth, maskHeight);
        var (columns, columnWeights) = Neighbours(width, maskWidth, usedWidth);
        var (rows, rowWeights) = Neighbours(height, maskHeight, usedHeight);
        var blended = new float[width];
        var (best, ours) = (new float[maskWidth], new float[maskWidth]);
        for (var y = 0; y < maskHeight; y++)
        {
            best.AsSpan().Fill(classes == 1 ? 0 : float.NegativeInfinity);
            for (var plane = 0; plane < classes; plane++)
            {
                Blend(plane, rows[y], rowWeights[y], blended);
                if (plane == winner)
                {
                    Stretch(blended, columns, columnWeights, ours);
                }
                else
                {
                    // An equal logit of a class before ours wins over it.
                    Raise(blended, columns, columnWeights, best, nudge: plane > winner);
                }
            }

            var row = mask.Row(y);
            for (var x = 0; x < row.Length; x++)
            {
                row[x] = ours[x] > best[x] ? (byte)1 : (byte)0;
            }
        }

        return mask;
    }

    private void Blend(int plane, int row, float weight, float[] blended)
    {
        var upper = logits.Slice((plane * width * height) + (row * width), width);
        if (weight == 0)
        {
            upper.CopyTo(blended);
            return;
        }

        var lower = logits.Slice((plane * width * height) + ((row + 1) * width), width);
        for (var x = 0; x < blended.Length; x++)
        {
            blended[x] = upper[x] + ((lower[x] - upper[x]) * weight);
        }
    }

    private static void Stretch(float[] row, int[] columns, float[] weights, float[] destination)
    {
        for (var x = 0; x < destination.Length; x++)
        {
            destination[x] = At(row, columns[x], weights[x]);
        }
    }

    private static void Raise(float[] row, int[] columns, float[] weights, float[] best, bool nudge)
    {
        for (var x = 0; x < best.Length; x++)
        {
            var value = At(row, columns[x], weights[x]);
            best[x] = Math.Max(best[x], nudge ? MathF.BitDecrement(value) : value);
        }
    }

    private static float At(float[] row, int column, float weight) => weight == 0 ? row[column] : row[column] + ((row[column + 1] - row[column]) * weight);

    private static (int[] First, float[] Weights) Neighbours(int from, int to, double used)
    {
        var (first, weights) = (new int[to], new float[to]);
        for (var at = 0; at < to; at++)
        {
            var place = Math.Clamp(((at + 0.5) * used / to) - 0.5, 0, from - 1);
            first[at] = (int)place;
            weights[at] = (float)(place - first[at]);
        }

        return (first, weights);
    }
}
