using System.Globalization;
using System.Text;
using System.Xml;

namespace Headrace.Charts;

/// <summary>Elements of an SVG document (SVG 1.1, https://www.w3.org/TR/SVG11/), written as they come.</summary>
internal sealed class SvgWriter
{
    private const string Namespace = "http://www.w3.org/2000/svg";

    private readonly StringBuilder _text = new();
    private readonly XmlWriter _xml;

    public SvgWriter(bool isIndented) =>
        _xml = XmlWriter.Create(_text, new XmlWriterSettings { OmitXmlDeclaration = true, Indent = isIndented, IndentChars = " ", NewLineChars = "\n", CheckCharacters = false });

    public void Start(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _xml.WriteStartElement(name, Namespace);
        foreach (var (attribute, value) in attributes)
        {
            _xml.WriteAttributeString(attribute, value);
        }
    }

    public void End() => _xml.WriteEndElement();

    public void Empty(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Start(name, attributes);
        End();
    }

    public void Element(string name, string text)
    {
        Start(name);
        _xml.WriteString(Printable(text));
        End();
    }

    public void Line(string style, double x1, double y1, double x2, double y2) =>
        Empty("line", ("class", style), ("x1", Text(x1)), ("y1", Text(y1)), ("x2", Text(x2)), ("y2", Text(y2)));

    public void Label(string text, double x, double y, string style, string? anchor = null, string? transform = null)
    {
        Start("text", ("x", Text(x)), ("y", Text(y)));
        foreach (var (name, value) in new[] { ("class", style), ("text-anchor", anchor), ("transform", transform) })
        {
            if (!string.IsNullOrEmpty(value))
            {
                _xml.WriteAttributeString(name, value);
            }
        }

        _xml.WriteString(Printable(text));
        End();
    }

    public string Whole()
    {
        _xml.Flush();
        return _text.Append('\n').ToString();
    }

    public static string Text(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);

    private static string Printable(string text) => string.Concat(text.Where(XmlConvert.IsXmlChar));
}
