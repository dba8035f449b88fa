using System.Globalization;
using System.Text;
using System.Xml;

namespace Headrace.Charts;

/// <summary>Draws one chart (SVG 1.1, https://www.w3.org/TR/SVG11/).</summary>
internal sealed class SvgChart
{
    private const string Namespace = "http://www.w3.org/2000/svg";

    private const double Right = 28, Top = 58, LegendHeight = 24, Bottom = 58, CharacterWidth = 7.4;

    private readonly Chart _chart;
    private readonly StringBuilder _text = new();
    private readonly XmlWriter _xml;
    private readonly double _top;
    private readonly Scale _x;
    private readonly Scale _y;

    /// <summary>Of its own, so that several charts can stand in one page.</summary>
    private readonly string _clip;

    public SvgChart(Chart chart)
    {
        _chart = chart;
        _clip = string.Create(CultureInfo.InvariantCulture, $"plot-{chart.Title.Aggregate(2166136261u, (hash, character) => (hash ^ character) * 16777619u):x}");
        _xml = XmlWriter.Create(_text, new XmlWriterSettings { OmitXmlDeclaration = true, Indent = true, IndentChars = " ", NewLineChars = "\n", CheckCharacters = false });
        _top = Top + (chart.Series.Any(series => series.Name.Length > 0) ? LegendHeight : 0);
        var bars = chart.Series.Any(series => series.Kind == SeriesKind.Bars);
        _y = Scale.Of(chart.Y, Values(point => point.Y).Concat(bars ? [0.0] : []), chart.Height - Bottom, _top, 52);
        var labels = _y.Ticks.Select(tick => tick.Label.Length).DefaultIfEmpty(1).Max();
        var halfBar = chart.Series.Where(series => series.Kind == SeriesKind.Bars).Select(series => series.BarWidth / 2).DefaultIfEmpty(0).Max();
        _x = Scale.Of(chart.X, Values(point => point.X).SelectMany(value => (double[])[value - halfBar, value + halfBar]), 48 + (labels * CharacterWidth), chart.Width - Right, 92);
    }

    public string Draw()
    {
        Start("svg", ("viewBox", $"0 0 {_chart.Width} {_chart.Height}"), ("width", Text(_chart.Width)), ("height", Text(_chart.Height)), ("role", "img"));
        Element("title", Printable(_chart.Title));
        Element("desc", Printable(Description()));
        Element("style", SvgStyle.Sheet);
        Empty("rect", ("class", "ground"), ("width", Text(_chart.Width)), ("height", Text(_chart.Height)));
        Label(_chart.Title, _x.From, 28, "title");
        if (_chart.Subtitle.Length > 0)
        {
            Label(_chart.Subtitle, _x.From, 48, "faint");
        }

        DrawAxes();
        DrawSeries();
        DrawLegend();
        _xml.WriteEndElement();
        _xml.Flush();
        return _text.Append('\n').ToString();
    }

    private void DrawAxes()
    {
        foreach (var tick in _y.Ticks)
        {
            var at = _y[tick.Value];
            Line("grid", _x.From, at, _x.To, at);
            Label(tick.Label, _x.From - 8, at + 4.5, "faint", "end");
        }

        var named = _chart.X.Kind == AxisKind.Category;
        foreach (var tick in _x.Ticks)
        {
            var at = _x[tick.Value];
            Line(named ? "axis" : "grid", at, _y.From + 5, at, named ? _y.From : _y.To);
            Label(tick.Label, at, _y.From + 20, "faint", "middle");
        }

        Line("axis", _x.From, _y.From, _x.To, _y.From);
        Line("axis", _x.From, _y.From, _x.From, _y.To);
        Label(_chart.X.Label, (_x.From + _x.To) / 2, _chart.Height - 14, "", "middle");
        var middle = (_y.From + _y.To) / 2;
        Label(_chart.Y.Label, 18, middle, "", "middle", $"rotate(-90 18 {Text(middle)})");
    }

    private void DrawSeries()
    {
        Start("clipPath", ("id", _clip));
        Empty("rect", ("x", Text(_x.From)), ("y", Text(_y.To)), ("width", Text(_x.To - _x.From)), ("height", Text(_y.From - _y.To)));
        _xml.WriteEndElement();
        Start("g", ("clip-path", $"url(#{_clip})"));
        foreach (var (index, series) in _chart.Series.Index())
        {
            switch (series.Kind)
            {
                case SeriesKind.Line:
                case SeriesKind.Reference:
                    DrawPath(series.Kind == SeriesKind.Line ? $"line {Colour(index)}" : "reference", Decimation.Visible(series.Points, _x));
                    break;
                case SeriesKind.Points:
                    DrawPoints(Colour(index), series.Points);
                    break;
                case SeriesKind.Bars:
                    DrawBars(Colour(index), series);
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(series), series.Kind, null);
            }
        }

        _xml.WriteEndElement();
    }

    private void DrawPath(string style, IEnumerable<Point> points)
    {
        var path = new StringBuilder();
        var isDown = false;
        foreach (var point in points)
        {
            if (!point.IsDrawable)
            {
                isDown = false;
                continue;
            }

            path.Append(isDown ? 'L' : 'M').Append(Text(_x[point.X])).Append(' ').Append(Text(_y[point.Y]));
            isDown = true;
        }

        Empty("path", ("class", style), ("d", path.ToString()));
    }

    /// <summary>One path of dots: a tenth of the size of as many circle elements.</summary>
    private void DrawPoints(string colour, IReadOnlyList<Point> points)
    {
        var path = new StringBuilder();
        foreach (var point in points)
        {
            if (point.IsDrawable)
            {
                path.Append('M').Append(Text(_x[point.X] - 2.6)).Append(' ').Append(Text(_y[point.Y])).Append("a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0-5.2 0");
            }
        }

        Empty("path", ("class", $"points {colour}"), ("d", path.ToString()));
    }

    private void DrawBars(string colour, Series series)
    {
        Start("g", ("class", $"bars {colour}"));
        var zero = _y[Math.Clamp(0, _y.Minimum, _y.Maximum)];
        foreach (var point in series.Points)
        {
            if (!point.IsDrawable)
            {
                continue;
            }

            var (left, right, end) = (_x[point.X - (series.BarWidth / 2)], _x[point.X + (series.BarWidth / 2)], _y[point.Y]);
            Empty("rect", ("x", Text(left)), ("y", Text(Math.Min(zero, end))), ("width", Text(right - left)), ("height", Text(Math.Abs(zero - end))));
        }

        _xml.WriteEndElement();
    }

    private void DrawLegend()
    {
        var at = _x.From;
        foreach (var (index, series) in _chart.Series.Index().Where(series => series.Item.Name.Length > 0))
        {
            switch (series.Kind)
            {
                case SeriesKind.Points:
                    Empty("circle", ("class", $"points {Colour(index)}"), ("cx", Text(at + 8)), ("cy", Text(Top + 4)), ("r", "4"));
                    break;
                case SeriesKind.Bars:
                    Empty("rect", ("class", $"bars {Colour(index)}"), ("x", Text(at)), ("y", Text(Top - 2)), ("width", "16"), ("height", "12"));
                    break;
                default:
                    Empty("path", ("class", series.Kind == SeriesKind.Reference ? "reference" : $"line {Colour(index)}"), ("d", $"M{Text(at)} {Text(Top + 4)}h18"));
                    break;
            }

            Label(series.Name, at + 24, Top + 8.5, "");
            at += 24 + (series.Name.Length * CharacterWidth) + 22;
        }
    }

    private string Description() => $"{_chart.Y.Label} by {_chart.X.Label}: {string.Join(", ", _chart.Series.Where(series => series.Name.Length > 0).Select(series => $"{series.Name} ({series.Points.Count})"))}";

    private IEnumerable<double> Values(Func<Point, double> coordinate) => _chart.Series.SelectMany(series => series.Points).Where(point => point.IsDrawable).Select(coordinate);

    private void Line(string style, double x1, double y1, double x2, double y2) =>
        Empty("line", ("class", style), ("x1", Text(x1)), ("y1", Text(y1)), ("x2", Text(x2)), ("y2", Text(y2)));

    private void Label(string text, double x, double y, string style, string? anchor = null, string? transform = null)
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
        _xml.WriteEndElement();
    }

    private void Start(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _xml.WriteStartElement(name, Namespace);
        foreach (var (attribute, value) in attributes)
        {
            _xml.WriteAttributeString(attribute, value);
        }
    }

    private void Empty(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Start(name, attributes);
        _xml.WriteEndElement();
    }

    private void Element(string name, string text)
    {
        Start(name);
        _xml.WriteString(text);
        _xml.WriteEndElement();
    }

    private static string Colour(int index) => $"s{index % SvgStyle.Colours}";

    private static string Printable(string text) => string.Concat(text.Where(XmlConvert.IsXmlChar));

    private static string Text(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);
}
