using System.Globalization;

namespace Headrace.Lab.Plans;

/// <summary><c>20</c>, <c>1..5</c>, <c>50..300/50</c>.</summary>
internal static class NumberRange
{
    private const int MostNumbers = 10_000;

    /// <returns>Null: not a range of numbers from <paramref name="least"/> to <paramref name="most"/>.</returns>
    public static IReadOnlyList<int>? TryParse(string text, int least, int most)
    {
        var parts = text.Split('/');
        var ends = parts[0].Split("..");
        var step = 1;
        if (parts.Length > 2 || ends.Length > 2 || (parts.Length == 2 && (ends.Length == 1 || !Number(parts[1], out step) || step < 1))
            || !Number(ends[0], out var from) || !Number(ends[^1], out var to) || from < least || to > most || to < from || (to - from) / step >= MostNumbers)
        {
            return null;
        }

        return [.. Enumerable.Range(0, ((to - from) / step) + 1).Select(i => from + (i * step))];
    }

    private static bool Number(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
