namespace Headrace.Vision.Detection;

/// <summary>Reads the boxes of a detector's raw output whose best class is certain enough.</summary>
internal static class DetectorRows
{
    private const int BoxColumns = 4;

    /// <param name="values">The output, of the model's layout.</param>
    /// <param name="shape">[1, rows, columns].</param>
    public static List<Candidate> Read(DetectorModel model, ReadOnlySpan<float> values, ReadOnlySpan<long> shape, Placement placement, double confidence)
    {
        var classes = model.Classes(shape);
        var (rows, columns) = ((int)shape[1], (int)shape[2]);
        var found = new List<Candidate>();
        switch (model.Layout)
        {
            case DetectorLayout.YoloV8:
                ReadColumns(values, columns, classes, placement, confidence, found);
                break;
            case DetectorLayout.EndToEnd:
                for (var row = 0; row < rows; row++)
                {
                    ReadCorners(values.Slice(row * columns, columns), placement, confidence, found);
                }

                break;
            default:
                var isRelative = model.Layout == DetectorLayout.Darknet;
                for (var row = 0; row < rows; row++)
                {
                    ReadRow(model, values.Slice(row * columns, columns), isRelative, placement, confidence, found);
                }

                break;
        }

        return found;
    }

    private static void ReadRow(DetectorModel model, ReadOnlySpan<float> row, bool isRelative, Placement placement, double confidence, List<Candidate> found)
    {
        var objectness = row[BoxColumns];
        if (!(objectness > confidence))
        {
            return; // scores contain objectness, or are multiplied by it: none is greater
        }

        var (best, score) = Best(row[(BoxColumns + 1)..]);
        score *= isRelative ? 1 : objectness;
        var (across, down) = isRelative ? (model.Width, model.Height) : (1, 1);
        if (score > confidence && placement.ToImage(row[0] * across, row[1] * down, row[2] * across, row[3] * down) is { } box)
        {
            found.Add(new Candidate(best, score, box));
        }
    }

    private static void ReadColumns(ReadOnlySpan<float> values, int boxes, int classes, Placement placement, double confidence, List<Candidate> found)
    {
        for (var at = 0; at < boxes; at++)
        {
            var (best, score) = (0, float.NegativeInfinity);
            for (var number = 0; number < classes; number++)
            {
                var value = values[((BoxColumns + number) * boxes) + at];
                (best, score) = value > score ? (number, value) : (best, score);
            }

            if (score > confidence && placement.ToImage(values[at], values[boxes + at], values[(2 * boxes) + at], values[(3 * boxes) + at]) is { } box)
            {
                found.Add(new Candidate(best, score, box));
            }
        }
    }

    private static void ReadCorners(ReadOnlySpan<float> row, Placement placement, double confidence, List<Candidate> found)
    {
        var (score, number) = (row[4], row[5]);
        if (score > confidence && number is >= 0 and < ushort.MaxValue && placement.ToImage((row[0] + row[2]) / 2, (row[1] + row[3]) / 2, row[2] - row[0], row[3] - row[1]) is { } box)
        {
            found.Add(new Candidate((int)number, score, box));
        }
    }

    private static (int Class, float Score) Best(ReadOnlySpan<float> scores)
    {
        var (best, score) = (0, float.NegativeInfinity);
        for (var number = 0; number < scores.Length; number++)
        {
            (best, score) = scores[number] > score ? (number, scores[number]) : (best, score);
        }

        return (best, score);
    }
}
