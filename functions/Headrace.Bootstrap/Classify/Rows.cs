using System.Text.Json;

namespace Headrace.Bootstrap.Classify;

/// <summary>Rows of numbers, row after row.</summary>
internal sealed record Rows(float[] Numbers, int Count, int Width)
{
    /// <param name="width">Null: as many as the first row has.</param>
    /// <exception cref="PredictException">Not a list of rows of so many finite numbers.</exception>
    public static Rows Read(JsonElement values, int? width)
    {
        if (values.ValueKind != JsonValueKind.Array)
        {
            throw new PredictException($"values is {PredictEvent.Kind(values)}, not a list of rows");
        }

        var count = values.GetArrayLength();
        if (count == 0)
        {
            throw new PredictException("values has no rows");
        }

        float[]? numbers = null;
        var (row, needed) = (0, width);
        foreach (var cells in values.EnumerateArray())
        {
            if (cells.ValueKind != JsonValueKind.Array)
            {
                throw new PredictException($"values[{row}] is {PredictEvent.Kind(cells)}, not a row: a list of rows is [[…], […]]");
            }

            var length = cells.GetArrayLength();
            needed ??= length;
            if (length != needed || length == 0)
            {
                throw new PredictException($"values[{row}] has {length} numbers, the model takes {needed}");
            }

            numbers ??= new float[checked(count * length)];
            Fill(numbers.AsSpan(row * length, length), cells, row);
            row++;
        }

        return new Rows(numbers!, count, needed!.Value);
    }

    private static void Fill(Span<float> numbers, JsonElement cells, int row)
    {
        var column = 0;
        foreach (var cell in cells.EnumerateArray())
        {
            if (cell.ValueKind != JsonValueKind.Number)
            {
                throw new PredictException($"values[{row}][{column}] is {PredictEvent.Kind(cell)}, not a number");
            }

            numbers[column] = (float)cell.GetDouble();
            if (!float.IsFinite(numbers[column]))
            {
                throw new PredictException($"values[{row}][{column}] is too large");
            }

            column++;
        }
    }
}
