using System.Globalization;
using static Headrace.Charts.SvgWriter;

namespace Headrace.Charts;

/// <summary>Draws one chart: its frame, axes, legend and marks; <see cref="SvgSeries"/> what is between them.</summary>
internal sealed class SvgChart(Chart chart, bool isInline)
{
    /// <summary>A dot on the edge of the plot is seen whole; below the lower edge nothing is.</summary>
    private const double Beyond = 4;

    private readonly SvgWriter _svg = new(!isInline);

    /// <summary>Of its own, so that several charts can stand in one page.</summary>
    private readonly string _clip = string.Create(CultureInfo.InvariantCulture, $"plot-{chart.Title.Aggregate(2166136261u, (hash, character) => (hash ^ character) * 16777619u):x}");

    public ChartLayout Layout { get; } = new(chart);

    public string Draw()
    {
        var whole = $"0 0 {chart.Width} {chart.Height}";
        if (isInline)
        {
            var top = Text(ChartLayout.TitleHeight - 20);
            _svg.Start("svg", ("class", "chart"), ("viewBox", $"0 {top} {chart.Width} {Text(chart.Height - ChartLayout.TitleHeight + 20)}"), ("data-whole", whole), ("role", "img"));
        }
        else
        {
            _svg.Start("svg", ("viewBox", whole), ("width", Text(chart.Width)), ("height", Text(chart.Height)), ("role", "img"));
        }

        _svg.Element("title", chart.Title);
        _svg.Element("desc", Description());
        if (!isInline)
        {
            _svg.Element("style", SvgStyle.Sheet);
        }

        _svg.Empty("rect", ("class", "ground"), ("width", Text(chart.Width)), ("height", Text(chart.Height)));
        _svg.Label(chart.Title, Layout.Left, 28, "title");
        if (chart.Subtitle.Length > 0)
        {
            _svg.Label(chart.Subtitle, Layout.Left, 48, "faint subtitle");
        }

        DrawAxes();
        _svg.Start("clipPath", ("id", _clip));
        var (x, y) = (Layout.X, Layout.Y);
        _svg.Empty("rect", ("x", Text(x.From - Beyond)), ("y", Text(Layout.Top - Beyond)), ("width", Text(x.To - x.From + (2 * Beyond))), ("height", Text(Math.Abs(y.From - y.To) + Beyond)));
        _svg.End();
        _svg.Start("g", ("clip-path", $"url(#{_clip})"));
        var series = new SvgSeries(_svg, Layout);
        foreach (var (index, one) in chart.Series.Index())
        {
            series.Draw(one, Colour(index));
        }

        _svg.End();
        DrawMarks();
        DrawLegend();
        _svg.End();
        return _svg.Whole();
    }

    private void DrawAxes()
    {
        var (x, y) = (Layout.X, Layout.Y);
        var (bottom, top) = (Math.Max(y.From, y.To), Layout.Top);
        foreach (var tick in y.Ticks)
        {
            if (y.Kind != AxisKind.Category)
            {
                _svg.Line("grid", x.From, y[tick.Value], x.To, y[tick.Value]);
            }

            _svg.Label(tick.Label, x.From - 8, y[tick.Value] + 4.5, "faint", "end");
        }

        foreach (var tick in x.Ticks)
        {
            var at = x[tick.Value];
            _svg.Line(x.Kind == AxisKind.Category ? "axis" : "grid", at, bottom + 5, at, x.Kind == AxisKind.Category ? bottom : top);
            _svg.Label(tick.Label, at, bottom + 6 + (14 * chart.TextRoom), "faint", "middle");
        }

        _svg.Line("axis", x.From, bottom, x.To, bottom);
        _svg.Line("axis", x.From, bottom, x.From, top);
        _svg.Label(chart.X.Label, (x.From + x.To) / 2, chart.Height - 14, "", "middle");
        var (side, middle) = (18 * chart.TextRoom, (bottom + top) / 2);
        _svg.Label(chart.Y.Label, side, middle, "", "middle", $"rotate(-90 {Text(side)} {Text(middle)})");
    }

    private void DrawMarks()
    {
        foreach (var (mark, _, row) in Layout.Marks)
        {
            _svg.Empty("path", ("class", "mark-line"), ("d", $"M{Text(Layout.X[mark.Value])} {Text(Math.Max(Layout.Y.From, Layout.Y.To))}V{Text(Layout.MarksTop + ((row + 1) * Layout.Row) - 4)}"));
        }

        foreach (var (mark, at, row) in Layout.Marks)
        {
            _svg.Label(mark.Label, at, Layout.MarksTop + ((row + 1) * Layout.Row) - 8, "mark", "middle");
        }
    }

    private void DrawLegend()
    {
        foreach (var (index, at, row) in Layout.Legend)
        {
            var (series, y) = (chart.Series[index], ChartLayout.TitleHeight + 4 + (row * Layout.Row));
            switch (series.Kind)
            {
                case SeriesKind.Points:
                    _svg.Empty("circle", ("class", $"points {Colour(index)}"), ("cx", Text(at + 8)), ("cy", Text(y)), ("r", "4"));
                    break;
                case SeriesKind.Bars:
                    _svg.Empty("rect", ("class", $"bars {Colour(index)}"), ("x", Text(at)), ("y", Text(y - 6)), ("width", "16"), ("height", "12"));
                    break;
                default:
                    _svg.Empty("path", ("class", series.Kind == SeriesKind.Reference ? "reference" : $"line {Colour(index)}"), ("d", $"M{Text(at)} {Text(y)}h18"));
                    break;
            }

            _svg.Label(series.Name, at + 24, y + 4.5, "");
        }
    }

    private string Description() => $"{chart.Y.Label} by {chart.X.Label}: {string.Join(", ", chart.Series.Where(series => series.Name.Length > 0).Select(series => $"{series.Name} ({series.Points.Count})"))}";

    private string Colour(int index) => $"s{(chart.Series[index].Colour ?? index) % SvgStyle.Colours}";
}
