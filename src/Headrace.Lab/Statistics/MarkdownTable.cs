using System.Text;

namespace Headrace.Lab.Statistics;

/// <summary>A table of GitHub's Markdown: the first column to the left, the others, which hold figures, to the right.</summary>
internal sealed class MarkdownTable(params string[] headings)
{
    private readonly List<string[]> _rows = [];

    public bool IsEmpty => _rows.Count == 0;

    public void Add(params string[] cells) => _rows.Add(cells);

    public override string ToString()
    {
        string[] rule = [":---", .. Enumerable.Repeat("---:", headings.Length - 1)];
        var text = new StringBuilder();
        foreach (var row in _rows.Prepend(rule).Prepend(headings))
        {
            text.Append("| ").AppendJoin(" | ", row.Select(Escaped)).Append(" |\n");
        }

        return text.ToString();
    }

    /// <summary>An error's text may hold anything.</summary>
    public static string Escaped(string cell) =>
        cell.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
