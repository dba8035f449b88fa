using Headrace.Lab.Csv;
using Headrace.Lab.Records;

namespace Headrace.Lab.Importing;

/// <summary>A foreign CSV file, its cells by their column's name.</summary>
internal sealed class ColumnRows : IDisposable
{
    private readonly CsvRows _rows;
    private readonly string[] _names;

    /// <exception cref="LabException">No columns.</exception>
    public ColumnRows(SourceFile file)
    {
        _rows = new CsvRows(file.Open(), file.Path);
        if (!_rows.Read())
        {
            throw new LabException($"{file.Path} is empty");
        }

        _names = [.. Enumerable.Range(0, _rows.Count).Select(_rows.Text)];
    }

    public IReadOnlyList<string> Names => _names;

    public long Line => _rows.Line;

    /// <exception cref="LabException">There is no such column; those that are there are named.</exception>
    public int Require(string name) => Array.IndexOf(_names, name) is >= 0 and var column ? column
        : throw At($"there is no column '{name}'; there are: {string.Join(", ", _names)}");

    /// <exception cref="LabException">Not CSV, or a row of another width: a file that was cut ends in one.</exception>
    public bool Read() => _rows.Read() && (_rows.Count == _names.Length ? true
        : throw LabException.At(_rows.Name, _rows.Line, 1, $"the row has {_rows.Count} cells, and there are {_names.Length} columns: is the file cut?"));

    public string Text(int column) => _rows.Text(column);

    public bool IsEmpty(int column) => _rows[column].IsEmpty;

    /// <summary>Not a number where there is nothing or <c>N/A</c>.</summary>
    /// <exception cref="LabException">Something else.</exception>
    public double Number(int column) =>
        _rows[column].IsEmpty || _rows[column].SequenceEqual("N/A"u8) ? double.NaN
        : CsvNumbers.TryParse(_rows[column], out var value) ? value
        : throw Refuse(column, "is not a number");

    /// <exception cref="LabException">Not a number from 0.</exception>
    public long Count(int column) => CsvNumbers.TryInteger(_rows[column], out var value) && value >= 0 ? value : throw Refuse(column, "is not a whole number from 0");

    /// <summary>Unknown where there is nothing.</summary>
    /// <exception cref="LabException">Not a time.</exception>
    public Moment Time(int column, TimeZoneInfo zone) =>
        _rows[column].IsEmpty ? Moment.Unknown
        : TimeText.TryParse(Text(column), zone, out var moment) ? moment
        : throw Refuse(column, "is not a time such as 2025-05-08 23:00:17.448");

    /// <summary>An error about the file's columns.</summary>
    public LabException At(string message) => LabException.At(_rows.Name, 1, 1, message);

    public LabException Refuse(int column, string what) => _rows.Refuse(column, what);

    public void Dispose() => _rows.Dispose();
}
