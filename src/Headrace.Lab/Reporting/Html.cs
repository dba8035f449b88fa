using System.Text.Encodings.Web;

namespace Headrace.Lab.Reporting;

/// <summary>HTML, written as it comes. Whatever is text is encoded: names of sites and sentences of errors are other people's.</summary>
internal sealed class Html(TextWriter writer)
{
    private readonly Stack<string> _open = new();

    public void Open(string tag, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Start(tag, attributes);
        _open.Push(tag);
    }

    public void Close()
    {
        writer.Write("</");
        writer.Write(_open.Pop());
        writer.Write(">\n");
    }

    public void Element(string tag, string text, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Open(tag, attributes);
        Text(text);
        Close();
    }

    /// <summary>An element that has no end, <c>meta</c>.</summary>
    public void Start(string tag, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        writer.Write('<');
        writer.Write(tag);
        foreach (var (name, value) in attributes)
        {
            writer.Write(' ');
            writer.Write(name);
            writer.Write("=\"");
            HtmlEncoder.Default.Encode(writer, value);
            writer.Write('"');
        }

        writer.Write('>');
    }

    public void Text(string text) => HtmlEncoder.Default.Encode(writer, text);

    /// <summary>Markup of our own making: pictures, the style, the script.</summary>
    public void Markup(string markup) => writer.Write(markup);

    /// <summary>A table that may be wider than a phone: it scrolls by itself, by keyboard too.</summary>
    public void Table(string caption, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", caption));
        Open("table");
        Element("caption", caption);
        HeadRow(columns);
        Open("tbody");
        foreach (var row in rows)
        {
            Open("tr");
            Element("th", row[0], ("scope", "row"));
            foreach (var cell in row.Skip(1))
            {
                Element("td", cell);
            }

            Close();
        }

        Close();
        Close();
        Close();
    }

    public void HeadRow(IReadOnlyList<string> columns)
    {
        Open("thead");
        Open("tr");
        foreach (var column in columns)
        {
            Element("th", column, ("scope", "col"));
        }

        Close();
        Close();
    }
}
