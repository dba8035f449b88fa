using System.Text;

namespace Headrace.Cli;

/// <summary>A table in plain text: columns as wide as their widest cell, numbers to the right.</summary>
internal sealed class TextTable(params string[] headings)
{
    private const string Gap = "  ";

    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    public override string ToString()
    {
        var widths = headings.Select((heading, column) => _rows.Select(row => row[column].Length).Append(heading.Length).Max()).ToArray();
        var toTheRight = headings.Select((_, column) => _rows.TrueForAll(row => row[column].Length == 0 || char.IsAsciiDigit(row[column][0]) || row[column][0] == '-')).ToArray();
        var text = new StringBuilder();
        foreach (var row in _rows.Prepend(headings))
        {
            var line = string.Join(Gap, row.Select((cell, column) => toTheRight[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column])));
            text.Append(line.TrimEnd()).Append('\n');
        }

        return text.ToString().TrimEnd('\n');
    }
}
