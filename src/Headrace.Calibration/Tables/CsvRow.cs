using System.Globalization;

namespace Headrace.Calibration.Tables;

/// <summary>One row; what it cannot read it refuses by file, line and column.</summary>
/// <param name="Line">As a text editor counts.</param>
public readonly record struct CsvRow(string File, long Line, IReadOnlyList<string> Headings, string[] Cells)
{
    /// <exception cref="CalibrationException">The row ends before that column.</exception>
    public string Text(int column) => column < Cells.Length ? Cells[column].Trim() : throw Refuse(column, "is missing: the row is too short");

    /// <summary>Null when the cell is empty or a word: a gauge writes Ice, Eqp or *** where it has no value.</summary>
    public double? NumberOrNothing(int column) =>
        double.TryParse(Text(column), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    /// <exception cref="CalibrationException" />
    public double Number(int column) => NumberOrNothing(column) ?? throw Refuse(column, $"is '{Text(column)}', not a number");

    /// <summary>One number, or several as <c>{1,2}</c> (PostgreSQL) or <c>[1, 2]</c> (JSON).</summary>
    /// <exception cref="CalibrationException" />
    public IEnumerable<float> Numbers(int column)
    {
        var text = Text(column);
        var list = text is ['{', .., '}'] or ['[', .., ']'] ? text[1..^1] : text;
        foreach (var part in list.Split(','))
        {
            yield return float.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value)
                ? value
                : throw Refuse(column, $"is '{text}', not counts such as {{120,340}}");
        }
    }

    /// <summary>A time with its offset from UTC, when it says one.</summary>
    /// <exception cref="CalibrationException" />
    public (DateTime Clock, TimeSpan? Offset) Time(int column)
    {
        var text = Text(column);
        var saysOffset = text.Length > 10 && (text[^1] is 'Z' or 'z' || text.AsSpan(10).ContainsAny('+', '-'));
        if (saysOffset && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment))
        {
            return (moment.DateTime, moment.Offset);
        }

        return !saysOffset && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock)
            ? (clock, null)
            : throw Refuse(column, $"is '{text}', not a time such as 2024-05-09 17:00:00");
    }

    public CalibrationException Refuse(int column, string what) =>
        new($"{File}, line {Line}: column '{(column < Headings.Count ? Headings[column] : $"{column + 1}")}' {what}.");
}
