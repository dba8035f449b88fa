using System.Text;
using static Headrace.Charts.SvgWriter;

namespace Headrace.Charts;

/// <summary>Draws series between a chart's axes.</summary>
internal sealed class SvgSeries(SvgWriter svg, ChartLayout layout)
{
    private const double Radius = 2.6, Least = 1.5;

    private readonly Scale _x = layout.X, _y = layout.Y;

    public void Draw(Series series, string colour)
    {
        switch (series.Kind)
        {
            case SeriesKind.Line:
            case SeriesKind.Reference:
                DrawPath(series.Kind == SeriesKind.Line ? $"line {colour}" : "reference", Decimation.Visible(series.Points, _x));
                DrawPoints($"alone {colour}", [.. Alone(series.Points)]);
                break;
            case SeriesKind.Points:
                DrawPoints(colour, series.Points);
                break;
            case SeriesKind.Bars:
                DrawBars(colour, series);
                DrawWhiskers(series);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(series), series.Kind, null);
        }
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

        svg.Empty("path", ("class", style), ("d", path.ToString()));
    }

    /// <summary>Points between two gaps: of a line they would show nothing.</summary>
    private static IEnumerable<Point> Alone(IReadOnlyList<Point> points) =>
        points.Where((point, index) => point.IsDrawable && (index == 0 || !points[index - 1].IsDrawable) && (index == points.Count - 1 || !points[index + 1].IsDrawable));

    /// <summary>One path of dots: a tenth of the size of as many circle elements.</summary>
    private void DrawPoints(string colour, IReadOnlyList<Point> points)
    {
        if (points.Count == 0)
        {
            return;
        }

        var path = new StringBuilder();
        foreach (var point in points)
        {
            if (point.IsDrawable)
            {
                var radius = point.Radius > 0 ? point.Radius : Radius;
                var (size, width) = (Text(radius), Text(2 * radius));
                path.Append('M').Append(Text(_x[point.X] - radius)).Append(' ').Append(Text(_y[point.Y]))
                    .Append($"a{size} {size} 0 1 0 {width} 0a{size} {size} 0 1 0-{width} 0");
            }
        }

        svg.Empty("path", ("class", $"points {colour}"), ("d", path.ToString()));
    }

    private void DrawBars(string colour, Series series)
    {
        svg.Start("g", ("class", $"bars {colour}"));
        foreach (var point in series.Points)
        {
            if (!point.IsDrawable)
            {
                continue;
            }

            var half = (point.Width > 0 ? point.Width : series.BarWidth) / 2;
            var scale = layout.AreHorizontal ? _x : _y;
            var start = point.Base == 0 ? scale.Ground : point.Base;
            var (left, right, upper, lower) = layout.AreHorizontal
                ? (_x[start], _x[point.X], _y[point.Y - half], _y[point.Y + half])
                : (_x[point.X - half], _x[point.X + half], _y[start], _y[point.Y]);
            // One among thousands is seen; none is not.
            var (width, height) = (Math.Abs(right - left), Math.Abs(lower - upper));
            if (layout.AreHorizontal)
            {
                width = width > 0 ? Math.Max(width, Least) : 0;
            }
            else
            {
                height = height > 0 ? Math.Max(height, Least) : 0;
            }

            svg.Empty("rect", ("x", Text(Math.Min(left, right))), ("y", Text(Math.Max(upper, lower) - height)), ("width", Text(width)), ("height", Text(height)));
        }

        svg.End();
    }

    private void DrawWhiskers(Series series)
    {
        const double Cap = 5;
        foreach (var point in series.Points.Where(point => point.IsDrawable && point.Deviation > 0))
        {
            var (low, high) = (layout.Along(point) - point.Deviation, layout.Along(point) + point.Deviation);
            var path = layout.AreHorizontal
                ? $"M{Text(_x[low])} {Text(_y[point.Y] - Cap)}v{2 * Cap}m0-{Cap}H{Text(_x[high])}m0-{Cap}v{2 * Cap}"
                : $"M{Text(_x[point.X] - Cap)} {Text(_y[low])}h{2 * Cap}m-{Cap} 0V{Text(_y[high])}m-{Cap} 0h{2 * Cap}";
            svg.Empty("path", ("class", "whisker"), ("d", path));
        }
    }
}
